import assert from 'node:assert/strict';

/** Classes of the language: what they say is about the program, not about the data. */
const DEFECTS = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError];

/**
 * Lets an error pass that tells an operator what is wrong; throws one that is a defect: an error of the language itself,
 * something that is no Error, or an Error without a text.
 */
export function expectFailure(error: unknown, what: string): void {
  const isDefect = !(error instanceof Error) || DEFECTS.some((defect) => error instanceof defect);
  assert.ok(!isDefect, `${what} ends with a defect: ${String(error)}`);
  assert.notEqual(error.message.trim(), '', `${what} fails without a text`);
}
