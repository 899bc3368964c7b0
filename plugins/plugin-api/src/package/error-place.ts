import { fileURLToPath } from 'node:url';

/** A place in a stack trace, or the one that Node puts above a syntax error. */
const PLACE = /(?:^|[\s(])(file:\/\/[^\s)]+?|\/[^\s():]+):(\d+)(?::(\d+))?\)?$/;

/** Files that only pass errors on. */
const PASSING_ON = /\/plugin-api\/(?:dist|src)\/|\/core\/(?:dist|src)\/|\/node_modules\/tsx\//;

/**
 * Where an error was thrown, for the end of a message: ` (/srv/…/index.js:3:9)`. Empty where its stack names no file, or
 * only files of the host.
 */
export function placeText(error: unknown): string {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return '';
  for (const line of error.stack.split('\n')) {
    const [, file, row, column] = PLACE.exec(line.trim()) ?? [];
    if (file === undefined || PASSING_ON.test(file)) continue;
    const path = file.startsWith('file:') ? fileURLToPath(file.replace(/\?.*$/, '')) : file;
    return ` (${[path, row, column].filter((part) => part !== undefined).join(':')})`;
  }
  return '';
}
