/**
 * Cuts the text of a JSON list into the texts of its items. The text must be valid JSON: it is not checked here.
 *
 * A list of many thousand rules is read rule by rule, so that others get their turn in between; parsing it in one
 * piece would keep the process from everything else for a second.
 */
export function* splitList(text: string): Generator<string> {
  let depth = 0;
  let start = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      if (depth === 1 && start < 0) start = at;
      at = endOfString(text, at);
    } else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      if (depth === 1 && start < 0) start = at;
      depth += 1;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT || (code === COMMA && depth === 1)) {
      if (depth === 1 && start >= 0) {
        yield text.slice(start, at);
        start = -1;
      }
      if (code !== COMMA) depth -= 1;
    } else if (depth === 1 && start < 0 && code > BLANK) start = at;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const COMMA = 0x2c;
const BLANK = 0x20;

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}
