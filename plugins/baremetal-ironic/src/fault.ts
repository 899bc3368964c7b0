/** Longest text quoted from an answer, in characters. */
const LONGEST = 1000;
/** How deep a text may hide: `error_message` → JSON text → `faultstring` needs three levels. */
const DEPTH = 5;
/** Members that hold the text, or an object with the text, best first. */
const MEMBERS = ['faultstring', 'error_message', 'description', 'message', 'detail', 'error', 'title'];

/**
 * Finds the service's own words in an error body, whichever of the usual forms it has: Ironic's
 * `error_message` with a JSON text, an object or plain words inside, `error.message` of identity services and
 * proxies, plain words, or a page of HTML.
 *
 * @returns a text on one line; `HTTP <status>` when the body says nothing
 */
export function faultOf(status: number, body: string): string {
  const parsed = parse(body);
  const found = parsed === undefined ? withoutTags(body) : search(parsed, DEPTH);
  return oneLine(found ?? '') || `HTTP ${String(status)}`;
}

/**
 * Whether a text of a 409 means that another operation holds the node, which passes by itself: Ironic says "is locked by
 * host …, please retry after …", and "… while a state transition is in progress". Its other conflicts stay, such as a
 * name or a MAC that is taken.
 */
export const saysLocked = (fault: string): boolean => /\blocked\b|\bin progress\b|\bretry\b/i.test(fault);

function search(value: unknown, depth: number): string | undefined {
  if (depth === 0) return undefined;
  if (typeof value === 'string') {
    const parsed = parse(value);
    return typeof parsed === 'object' && parsed !== null ? search(parsed, depth - 1) : value;
  }
  if (Array.isArray(value)) return search(value[0], depth - 1);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const name of MEMBERS) {
    if (!Object.hasOwn(value, name)) continue;
    const found = search((value as Record<string, unknown>)[name], depth - 1);
    if (found !== undefined && found.trim() !== '') return found;
  }
  return undefined;
}

/** `undefined` for what is no JSON, which JSON itself cannot express. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What a reader of the page would see; one pass, so that no input makes it slow. */
function withoutTags(text: string): string {
  let result = '';
  let inTag = false;
  for (const character of text.slice(0, 8 * LONGEST)) {
    if (character === '<') inTag = true;
    else if (character === '>' && inTag) {
      inTag = false;
      result += ' ';
    } else if (!inTag) result += character;
  }
  return result;
}

function oneLine(text: string): string {
  const folded = text
    .slice(0, 8 * LONGEST)
    .split(/\s+/)
    .filter((word) => word !== '')
    .join(' ');
  return folded.length > LONGEST ? `${folded.slice(0, LONGEST)}…` : folded;
}
