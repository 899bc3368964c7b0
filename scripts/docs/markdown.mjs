/** Tells readers of a generated page not to edit it. */
export const NOTE = '<!-- Written by scripts/generate-docs.mjs; edit the code it reads instead. -->';

/** A text as it stands in a cell of a table. */
export const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** The lines of a table. */
export const table = (heads, rows) =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
