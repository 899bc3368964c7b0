import { parseArgs } from 'node:util';
import { createPlugin } from './create-plugin.js';
import { KINDS } from './kinds.js';
import { CreateError, LANGUAGES, TEST_RUNNERS } from './request.js';
import { toldAbout } from './told.js';

/** What the program works with. */
export interface Surroundings {
  readonly cwd: string;
  print(line: string): void;
  warn(line: string): void;
}

const width = Math.max(...KINDS.map(({ word }) => word.length));

const USAGE = [
  'Usage: npm create inspector-plugin KIND NAME [-- OPTIONS]',
  '',
  'Makes a plugin of Inspector in a folder of its own, with tests, ready to be published.',
  '',
  'KIND is one of:',
  ...KINDS.map(({ word, description }) => `  ${word.padEnd(width)}  ${description}`),
  '',
  'NAME is its id, with a scope if you have one: rack or @acme/rack.',
  '',
  'Options:',
  `  --language ${LANGUAGES.join('|')}           default ts`,
  `  --test ${TEST_RUNNERS.join('|')}    default node, which needs nothing to be installed`,
  '  --ci                       a workflow that runs the tests with Node 20, 22 and 24',
  '  --folder FOLDER            default: the name of the package',
  '  --help',
];

/**
 * Runs the program `create-inspector-plugin`.
 *
 * @returns the exit status: 0, 1 where the plugin was not made, 2 where the arguments are wrong
 */
export function main(argv: readonly string[], { cwd, print, warn }: Surroundings): number {
  let given: ReturnType<typeof parsed>;
  try {
    given = parsed(argv);
  } catch (error) {
    warn(error instanceof Error ? error.message : String(error));
    warn('(--help shows the usage)');
    return 2;
  }
  const { values, positionals } = given;
  if (values.help === true) {
    USAGE.forEach(print);
    return 0;
  }
  const [kind, name, ...others] = positionals;
  if (kind === undefined || name === undefined || others.length > 0) {
    if (others.length > 0) warn(`Too many words: ${others.join(' ')}. With npm, options stand behind "--".`);
    USAGE.forEach(warn);
    return 2;
  }
  try {
    const { language, test, ci, folder } = values;
    const created = createPlugin({ kind, name, language, test, ci }, { cwd, folder });
    toldAbout(created, cwd).forEach(print);
    return 0;
  } catch (error) {
    if (!(error instanceof CreateError)) throw error;
    warn(error.message);
    return 1;
  }
}

const parsed = (argv: readonly string[]) =>
  parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      language: { type: 'string' },
      test: { type: 'string' },
      ci: { type: 'boolean' },
      folder: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
