import type { DestinationStream } from 'pino';
import type { LogLook } from './log-look.js';
import { shownText } from './visible.js';

/** Codes of ISO 6429 for colours, by the word of a level. */
const COLOURS: ReadonlyMap<string, string> = new Map([
  ['trace', '2'],
  ['debug', '2'],
  ['warn', '33'],
  ['error', '31'],
  ['fatal', '1;31'],
]);
const [LEVEL_WIDTH, LONGEST_FIELD] = [5, 300];
/** Members that have a place of their own on the line, and ids that only programs put together. */
const PLACED = new Set(['level', 'time', 'msg', 'err', 'node', 'nodeName', 'requestId', 'globalRequestId']);

/** A destination of lines of JSON that writes them for people: a line for each, and the stack of an error below it. */
export const readable = (
  destination: DestinationStream,
  look: Extract<LogLook, { form: 'text' }>,
): DestinationStream => ({
  write: (line) => destination.write(readableLine(line, look)),
});

type Fields = Readonly<Record<string, unknown>>;

function readableLine(line: string, { colours }: { readonly colours: boolean }): string {
  const fields = JSON.parse(line) as Fields;
  const { level, time, msg } = fields;
  const word = String(level);
  const paint = (text: string, code: string | undefined): string =>
    colours && code !== undefined && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text;
  const message = shownText(textOf(msg));
  const fault = faultOf(fields['err'], message);
  const rest = Object.keys(fields)
    .filter((name) => !PLACED.has(name))
    .map((name) => `${shownText(name)}=${cut(shownText(textOf(fields[name])))}`)
    .join(' ');
  const parts = [
    textOf(time).replace('T', ' ').replace('Z', ''),
    paint(word.toUpperCase().padEnd(LEVEL_WIDTH), COLOURS.get(word)),
    labelOf(fields, message),
    message,
    fault.text,
    paint(rest, '2'),
  ];
  const first = parts.filter((part) => part !== '').join(' ');
  return [first, ...fault.stack.map((text) => paint(`    ${text}`, '2'))].map((text) => `${text}\n`).join('');
}

/** The node that a line is about, unless its message says so. */
function labelOf({ node, nodeName }: Fields, message: string): string {
  const label = [nodeName, node].find((text) => typeof text === 'string' && text !== '');
  if (label === undefined || (typeof node === 'string' && message.includes(node))) return '';
  return `[${shownText(textOf(label))}]`;
}

/** What an error says and where it comes from, one line of its stack each. */
function faultOf(
  err: unknown,
  message: string,
): { readonly text: string; readonly stack: readonly string[] } {
  if (typeof err !== 'object' || err === null) {
    return { text: err === undefined ? '' : shownText(textOf(err)), stack: [] };
  }
  const { message: said, stack, code } = err as Fields;
  const words = [code, said].filter((text) => typeof text === 'string' && text !== '').join(': ');
  const frames = textOf(stack)
    .split('\n')
    .map((text) => shownText(text.trim()))
    .filter((text) => text !== '');
  const isTold = message.includes(shownText(textOf(said)));
  return { text: isTold || words === '' ? '' : `(${shownText(words)})`, stack: frames };
}

function textOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const cut = (text: string): string =>
  text.length <= LONGEST_FIELD ? text : `${text.slice(0, LONGEST_FIELD)}…`;
