import type { DestinationStream } from 'pino';

/**
 * Characters that a terminal or an editor obeys instead of showing them, besides those that JSON escapes anyway: DEL and the
 * controls of ISO 6429 (C1), line and paragraph separators, the controls of text direction (Unicode, annex 9) and
 * characters without width. Machines name themselves, so they may come from anybody.
 */
const INVISIBLE = /[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

// eslint-disable-next-line no-control-regex -- they are what is escaped
const CONTROLS = /[\0-\x1f]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * A destination of lines of JSON that shows what is in them: invisible characters are escaped. They can only be in texts,
 * so the lines mean the same.
 */
export const visible = (destination: DestinationStream): DestinationStream => ({
  write: (line) => destination.write(line.replace(INVISIBLE, escaped)),
});

/** A text of which a terminal shows everything and obeys nothing: control characters and invisible ones are escaped. */
export const shownText = (text: string): string =>
  text.replace(CONTROLS, escaped).replace(INVISIBLE, escaped);
