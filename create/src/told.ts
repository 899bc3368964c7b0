import { relative } from 'node:path';
import type { CreatedPlugin } from './create-plugin.js';

/** What its author is told about a new plugin: what there is, and what comes next. */
export function toldAbout(
  { packageName, folder, files, guessedRepository }: CreatedPlugin,
  cwd: string,
): string[] {
  return [
    `${packageName} is in ${folder}:`,
    ...files.map((file) => `  ${file}`),
    '',
    'Next:',
    `  cd ${relative(cwd, folder) || '.'}`,
    '  npm install',
    '  npm test',
    ...(guessedRepository === undefined
      ? []
      : [
          '',
          `Before you publish it: ${guessedRepository} in package.json is a guess; put the address of your repository there.`,
        ]),
  ];
}
