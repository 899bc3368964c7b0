/** A format specification taken apart: `[[fill]align][sign][#][0][width][grouping][.precision][type]`. */
export interface FormatSpec {
  readonly fill: string;
  readonly align: '<' | '>' | '=' | '^';
  readonly sign: '+' | '-' | ' ' | undefined;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: ',' | '_' | undefined;
  readonly precision: number | undefined;
  /** One letter or `%`; empty when not given. */
  readonly type: string;
}

/** Widths and precisions above this are refused: nested specifications may come from introspection data. */
const MAX_SIZE = 10_000;
const ALIGNMENTS: ReadonlySet<string> = new Set(['<', '>', '=', '^']);

const isAlignment = (text: string | undefined): text is FormatSpec['align'] =>
  text !== undefined && ALIGNMENTS.has(text);
const isSign = (text: string | undefined): text is '+' | '-' | ' ' =>
  text === '+' || text === '-' || text === ' ';
const isGrouping = (text: string | undefined): text is ',' | '_' => text === ',' || text === '_';

/**
 * Parses a specification. `defaultAlign` is `<` for texts and `>` for numbers. Throws Error saying what is
 * wrong.
 */
export function parseSpec(text: string, defaultAlign: '<' | '>'): FormatSpec {
  const characters = Array.from(text);
  let at = 0;
  let fill: string | undefined;
  let align: FormatSpec['align'] | undefined;
  const [first, second] = characters;
  if (first !== undefined && isAlignment(second)) [fill, align, at] = [first, second, 2];
  else if (isAlignment(first)) [align, at] = [first, 1];

  const signCharacter = characters[at];
  const sign = isSign(signCharacter) ? signCharacter : undefined;
  if (sign !== undefined) at += 1;
  const alternate = characters[at] === '#';
  if (alternate) at += 1;
  if (fill === undefined && characters[at] === '0') {
    fill = '0';
    if (align === undefined && defaultAlign === '>') align = '=';
    at += 1;
  }
  const [width, afterWidth] = readSize(characters, at);
  at = afterWidth;
  const groupingCharacter = characters[at];
  const grouping = isGrouping(groupingCharacter) ? groupingCharacter : undefined;
  if (grouping !== undefined) at += 1;
  let precision: number | undefined;
  if (characters[at] === '.') {
    [precision, at] = readSize(characters, at + 1);
    if (precision === undefined) throw new Error('the precision is missing in the format specification');
  }
  if (characters.length - at > 1) throw new Error(`invalid format specification ${JSON.stringify(text)}`);
  return {
    fill: fill ?? ' ',
    align: align ?? defaultAlign,
    sign,
    alternate,
    width: width ?? 0,
    grouping,
    precision,
    type: characters[at] ?? '',
  };
}

function readSize(characters: readonly string[], at: number): [size: number | undefined, next: number] {
  let next = at;
  let size = 0;
  for (; /^[0-9]$/.test(characters[next] ?? ''); next++) {
    size = Math.min(size * 10 + Number(characters[next]), MAX_SIZE + 1);
  }
  if (size > MAX_SIZE) throw new Error(`a width or precision above ${String(MAX_SIZE)} is not allowed`);
  return [next === at ? undefined : size, next];
}
