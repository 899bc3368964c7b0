/** A piece of a template: literal text, or a field in braces. */
export type TemplatePart = string | TemplateField;

/** `{name[key][0]!r:spec}` taken apart. */
export interface TemplateField {
  readonly name: string;
  /** Keys from the outside in; numbers are list indexes. */
  readonly keys: readonly (string | number)[];
  readonly conversion: string;
  readonly spec: readonly TemplatePart[];
}

/** A template that cannot be read. */
export class TemplateError extends Error {
  /** @param isUnbalanced - whether a brace lacks its counterpart, which no data can mend */
  constructor(
    message: string,
    readonly isUnbalanced = false,
  ) {
    super(message);
  }
}

const MAX_NESTING = 2;

/** Reads a template. Doubled braces are literal ones. Throws {@link TemplateError}. */
export function parseTemplate(text: string): readonly TemplatePart[] {
  return parse(text, MAX_NESTING);
}

function parse(text: string, nesting: number): TemplatePart[] {
  if (nesting === 0) throw new TemplateError('fields are nested too deeply');
  const parts: TemplatePart[] = [];
  let literal = '';
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character !== '{' && character !== '}') {
      literal += character;
      at += 1;
    } else if (text.charAt(at + 1) === character) {
      literal += character;
      at += 2;
    } else if (character === '}' || at + 1 === text.length) {
      throw new TemplateError(`a single "${character}"`, true);
    } else {
      parts.push(literal);
      literal = '';
      const [field, next] = parseField(text, at + 1, nesting);
      parts.push(field);
      at = next;
    }
  }
  parts.push(literal);
  return parts.filter((part) => part !== '');
}

function parseField(text: string, start: number, nesting: number): [TemplateField, number] {
  const nameEnd = findNameEnd(text, start);
  const { name, keys } = parseName(text.slice(start, nameEnd));
  let conversion = '';
  let at = nameEnd;
  if (text.charAt(at) === '!') {
    conversion = text.charAt(at + 1);
    at += 2;
    if (conversion === '') throw new TemplateError('a "{" that is never closed', true);
    if (at < text.length && text.charAt(at) !== ':' && text.charAt(at) !== '}') {
      throw new TemplateError('the conversion after "!" must be one letter');
    }
  }
  if (text.charAt(at) === '}') return [{ name, keys, conversion, spec: [] }, at + 1];
  const end = findSpecEnd(text, at + 1);
  const spec = text.slice(at + 1, end);
  return [{ name, keys, conversion, spec: spec.includes('{') ? parse(spec, nesting - 1) : [spec] }, end + 1];
}

function findNameEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '{') throw new TemplateError('a "{" inside a field name', true);
    if (character === '}' || character === ':' || character === '!') return at;
    if (character === '[') {
      const close = text.indexOf(']', at);
      if (close < 0) break;
      at = close;
    }
  }
  throw new TemplateError('a "{" that is never closed', true);
}

function findSpecEnd(text: string, start: number): number {
  let open = 1;
  for (let at = start; at < text.length; at++) {
    if (text.charAt(at) === '{') open += 1;
    else if (text.charAt(at) === '}') open -= 1;
    if (open === 0) return at;
  }
  throw new TemplateError('a "{" that is never closed', true);
}

function parseName(text: string): { name: string; keys: (string | number)[] } {
  const first = /[.[]/.exec(text)?.index ?? text.length;
  const keys: (string | number)[] = [];
  let at = first;
  while (at < text.length) {
    if (text.charAt(at) === '.') throw new TemplateError('attributes (".") cannot be used, write [key]');
    if (text.charAt(at) !== '[') throw new TemplateError('only "[" may follow "]" in a field');
    const close = text.indexOf(']', at);
    if (close < 0) throw new TemplateError('a "[" that is never closed', true);
    const key = text.slice(at + 1, close);
    if (key === '') throw new TemplateError('an empty key');
    keys.push(/^[0-9]+$/.test(key) ? Number(key) : key);
    at = close + 1;
  }
  return { name: text.slice(0, first), keys };
}
