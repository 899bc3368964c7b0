/** A message of a stream of server-sent events. */
export interface StreamMessage {
  /** `message` for one without a name. */
  readonly name: string;
  readonly data: string;
  /** The id after this message; undefined: none was ever sent. */
  readonly id: string | undefined;
}

/** Characters of one line; longer ones are nothing that Inspector sends. */
const LONGEST_LINE = 1024 * 1024;

/**
 * The messages of a stream, as the HTML standard says they are to be read. A message without data, which only moves the id,
 * has an empty text.
 *
 * @param chunks - the body; ends with its end, also in the middle of a message, which is then dropped
 */
export async function* streamMessages(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<StreamMessage> {
  let [name, id]: [string, string | undefined] = ['', undefined];
  let data: string[] = [];
  let isTouched = false;
  for await (const line of lines(chunks)) {
    if (line === '') {
      if (isTouched) yield { name: name === '' ? 'message' : name, data: data.join('\n'), id };
      [name, data, isTouched] = ['', [], false];
      continue;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') name = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id' && !value.includes('\0')) id = value;
    else continue;
    isTouched = true;
  }
}

/** Lines that end in LF, CR or both. */
async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    // A CR at the end may be the first half of a line break.
    const complete = rest.endsWith('\r') ? rest.slice(0, -1) : rest;
    const found = complete.split(/\r\n|\r|\n/);
    const last = found.pop() ?? '';
    yield* found;
    rest = last + rest.slice(complete.length);
    if (rest.length > LONGEST_LINE) throw new Error('A line of the stream is too long');
  }
  if (rest.endsWith('\r')) yield rest.slice(0, -1);
}
