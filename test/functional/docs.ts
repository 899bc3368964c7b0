import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** A fenced block of a page. */
export interface Example {
  /** Absolute path of the page. */
  readonly file: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  /** First word after the fence, such as `js`. */
  readonly language: string;
  readonly text: string;
}

async function read(root: string, wanted: (path: string) => boolean): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const skipped = new Set(['node_modules', 'dist', 'coverage', '.git']);
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !skipped.has(entry.name)) await visit(path);
      else if (entry.isFile() && wanted(path)) found.set(path, await readFile(path, 'utf8'));
    }
  };
  await visit(root);
  return found;
}

/** Text of every Markdown file of the repository, by absolute path. */
export const markdownFiles = (root: string): Promise<Map<string, string>> =>
  read(root, (path) => path.endsWith('.md'));

/** Text of every source of our packages but the table of error codes, by absolute path. */
export const sourceFiles = (root: string): Promise<Map<string, string>> =>
  read(
    root,
    (path) =>
      path.endsWith('.ts') && path.includes(`${sep}src${sep}`) && !path.endsWith(`errors${sep}codes.ts`),
  );

/**
 * The fenced blocks of a page. A block that is part of something is left out: its fence says `fragment` after the
 * language, or one of its lines is only `…`.
 */
export function examples(file: string, text: string): Example[] {
  const found: Example[] = [];
  let open: { line: number; language: string; fragment: boolean; lines: string[] } | undefined;
  for (const [index, content] of text.split('\n').entries()) {
    const fence = content.trimStart().startsWith('```');
    if (open && fence) {
      const { line, language, lines, fragment } = open;
      const cut = lines.some((one) => one.trim() === '…');
      if (!fragment && !cut) found.push({ file, line, language, text: `${lines.join('\n')}\n` });
      open = undefined;
    } else if (open) open.lines.push(content);
    else if (fence) {
      const [language = '', ...marks] = content.trim().slice(3).split(' ');
      open = { line: index + 1, language, fragment: marks.includes('fragment'), lines: [] };
    }
  }
  return found;
}

const prose = (text: string): string => text.replaceAll(/^ *```[^]*?^ *```/gm, '');

/** Targets of the links of a page that stay in the repository. */
export const links = (text: string): string[] =>
  [...prose(text).matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

/** Anchors that GitHub gives to the headings of a page. */
export function anchors(text: string): Set<string> {
  const found = new Set<string>();
  const seen = new Map<string, number>();
  for (const [, heading = ''] of prose(text).matchAll(/^#+ (.*)$/gm)) {
    const anchor = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    found.add(times === 0 ? anchor : `${anchor}-${times}`);
  }
  return found;
}
