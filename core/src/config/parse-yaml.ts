import { LineCounter, parseDocument, type ErrorCode } from 'yaml';
import { readable } from './parse-text.js';

/**
 * Reads a configuration written in YAML 1.2.
 *
 * @returns null for an empty text
 * @throws Error that says line, column and what is wrong
 */
export function parseYamlText(text: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(readable(text), { lineCounter, prettyErrors: false });
  const [fault] = document.errors;
  if (fault === undefined) return document.toJS() as unknown;
  const { line, col } = lineCounter.linePos(fault.pos[0]);
  const what = WORDS[fault.code] ?? fault.message;
  throw new Error(`line ${line}, column ${col}: ${what}`, { cause: fault });
}

/** What is said in other words than those of the parser, which speak of its functions. */
const WORDS: Partial<Record<ErrorCode, string>> = {
  MULTIPLE_DOCS: 'a second document begins (---); a configuration is one document',
  DUPLICATE_KEY: 'this key was there before; each may be there once',
};
