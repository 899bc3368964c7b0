import { cell, NOTE, table } from './markdown.mjs';

const KINDS = {
  cause: ['What is wrong', 'These name what keeps an introspection from going on, or what it failed with.'],
  standing: ['Where a node stands', 'These say how things are. Nothing needs to be wrong.'],
  rest: ['When nothing was found', 'This comes after everything else that may be wrong.'],
  unseen: [
    'What could not be looked at',
    'These say what the other findings do not rest on. They always come last.',
  ],
};

/** Every finding of the diagnosis with its meaning and what to do. */
export function diagnosisPage(causes) {
  const rowsOf = (wanted) =>
    Object.entries(causes)
      .filter(([, { kind }]) => kind === wanted)
      .map(([code, { meaning, remedy }]) => [
        `\`${code}\``,
        cell(meaning),
        remedy === null ? '–' : cell(remedy),
      ]);
  const sections = Object.entries(KINDS).flatMap(([kind, [title, text]]) => [
    `## ${title}`,
    '',
    text,
    '',
    ...table(['Code', 'Meaning', 'What to do'], rowsOf(kind)),
    '',
  ]);
  return [
    '# Findings of the diagnosis',
    '',
    NOTE,
    '',
    '`inspector why NODE` and `GET /v1/introspection/{node}/diagnosis` answer with these. [A node is',
    'stuck](../operations/stuck-node.md) says how to read them. A code is never used again for another meaning. The same code may be',
    '`sure` for one node and `possible` for another one. Of two findings that are equally sure, the one that stands here first comes first.',
    '',
    ...sections,
  ].join('\n');
}
