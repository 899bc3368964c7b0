/**
 * Makes the test whether npm would publish a file of a package.
 *
 * Understands of the key `files` what plugins use: folders, files, `*`, `**` and `?`, and `!` in front of what is left out again,
 * all counted from the folder of the package; a later line wins. package.json, README and LICENSE are published in any case.
 *
 * @param files - the key `files` of a package.json
 * @returns a function of a path inside the package, `/` between folders, without `./` in front
 */
export function publishedFiles(files: readonly string[]): (path: string) => boolean {
  const lines = files.map((line) => ({
    published: !line.startsWith('!'),
    pattern: patternOf(line.replace(/^!/, '')),
  }));
  return (path) =>
    ALWAYS.test(path) || (lines.findLast(({ pattern }) => pattern.test(path))?.published ?? false);
}

const ALWAYS = /^(package\.json|(readme|licen[cs]e)(\.[^/]*)?)$/i;

/** A line as an expression that fits the file itself or anything in the folder of that name. */
function patternOf(line: string): RegExp {
  const path = line.replace(/^\.?\//, '').replace(/\/(\*\*?)?$/, '');
  const parts = path.split(/(\*\*\/|\*\*|\*|\?)/).map((part) => WILDCARDS.get(part) ?? escaped(part));
  return new RegExp(`^${parts.join('')}(/.*)?$`);
}

const WILDCARDS: ReadonlyMap<string, string> = new Map([
  ['**/', '(?:.*/)?'],
  ['**', '.*'],
  ['*', '[^/]*'],
  ['?', '[^/]'],
]);

const escaped = (text: string): string => text.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
