/** One member of an object, by where it stands in the text. */
interface Member {
  readonly name: string;
  /** Where the name begins. */
  readonly start: number;
  /** Just behind the value. */
  readonly end: number;
}

/**
 * A JSON object's text without one of its top-level members, the rest byte for byte as it was: numbers that
 * JavaScript cannot hold, key order and white space survive.
 *
 * @param text - text that is known to parse as a JSON object
 */
export function withoutMember(text: string, name: string): string {
  // A name may be spelled with escapes, so a text without the name is spared the search only if it has none.
  if (!text.includes(name) && !text.includes('\\u')) return text;
  const members = topLevelMembers(text);
  const kept = members.filter((member) => member.name !== name);
  if (kept.length === members.length) return text;
  return `{${kept.map(({ start, end }) => text.slice(start, end)).join(',')}}`;
}

function topLevelMembers(text: string): Member[] {
  const members: Member[] = [];
  let position = skipBlank(text, text.indexOf('{') + 1);
  while (text[position] === '"') {
    const start = position;
    const nameEnd = endOfString(text, start);
    const name = JSON.parse(text.slice(start, nameEnd)) as string;
    const colon = skipBlank(text, nameEnd);
    const end = endOfValue(text, skipBlank(text, colon + 1));
    members.push({ name, start, end });
    position = skipBlank(text, end);
    if (text[position] === ',') position = skipBlank(text, position + 1);
  }
  return members;
}

const BLANK = new Set([' ', '\t', '\n', '\r']);

function skipBlank(text: string, from: number): number {
  let position = from;
  while (BLANK.has(text[position] ?? '')) position++;
  return position;
}

/** Just behind the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote + 1;
}

function isEscaped(text: string, quote: number): boolean {
  let slashes = 0;
  while (text[quote - 1 - slashes] === '\\') slashes++;
  return slashes % 2 === 1;
}

/** Just behind the value that begins at `start`. */
function endOfValue(text: string, start: number): number {
  if (text[start] === '"') return endOfString(text, start);
  let depth = 0;
  let position = start;
  for (; position < text.length; position++) {
    const character = text[position];
    if (character === '"') position = endOfString(text, position) - 1;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') {
      if (depth === 0) return position;
      depth--;
      if (depth === 0) return position + 1;
    } else if (depth === 0 && (character === ',' || BLANK.has(character ?? ''))) return position;
  }
  return position;
}
