import { cell, NOTE, table } from './markdown.mjs';

/** Every error code with its status and meaning. */
export function errorsPage(codes) {
  const rows = Object.entries(codes).map(([code, { status, meaning }]) => [
    `\`${code}\``,
    status,
    cell(meaning),
  ]);
  return [
    '# Errors',
    '',
    NOTE,
    '',
    'Every expected failure has a code. A code is never used again for another meaning. The API answers with the status in',
    'the table. The message says what happened, to which node or plugin, and what to do.',
    '',
    ...table(['Code', 'Status', 'Meaning'], rows),
    '',
  ].join('\n');
}
