import { thrownText } from '../../errors/thrown.js';
import { RE2JS } from 're2js';
import { testLimited } from './limited.js';
import { JAVASCRIPT, NotLinear, RE2 } from './target.js';
import { translate, type Translation } from './translate.js';

/** Tells whether a text matches. Throws Error when it takes too long, see {@link compileWholeMatch}. */
export type TextTest = (text: string) => boolean;

/**
 * Prepares a test whether the whole text matches a regular expression in Python's dialect; one newline at
 * the end of the text is allowed. Throws Error saying what is wrong with the expression.
 *
 * It runs in linear time. Only an expression with back references, or with look-ahead elsewhere than at its start,
 * cannot: it is tried out, and its test throws after 500 ms, which all tests of one run of the rules share.
 */
export function compileWholeMatch(expression: string): TextTest {
  return linearOr(
    () => {
      const translation = translate(expression, RE2);
      return withLookAheads(translation, `\\A(?:${translation.source})\\n?\\z`);
    },
    () => {
      const { flags, source } = translate(expression, JAVASCRIPT);
      const { textStart, textEnd } = JAVASCRIPT;
      return backtracking(`${textStart}(?:${source})\\n?${textEnd}`, flags);
    },
  );
}

/** Prepares a test whether a regular expression is found anywhere in a text. See {@link compileWholeMatch}. */
export function compileSearch(expression: string): TextTest {
  return linearOr(
    () => {
      const translation = translate(expression, RE2);
      if (translation.lookAheads.length > 0 && !translation.isAnchored) throw new NotLinear();
      return withLookAheads(translation, translation.source);
    },
    () => {
      const { flags, source } = translate(expression, JAVASCRIPT);
      return backtracking(source, flags);
    },
  );
}

function linearOr(linear: () => TextTest, otherwise: () => TextTest): TextTest {
  try {
    return linear();
  } catch (error) {
    if (!(error instanceof NotLinear)) throw error;
    return otherwise();
  }
}

function backtracking(source: string, flags: string): TextTest {
  const compiled = javascript(source, flags);
  return (text) => {
    const result = testLimited(compiled, text);
    if (result !== undefined) return result;
    throw new Error(
      'the expression takes too long on this text: all expressions with back references, and with look-ahead other than ' +
        'at their start, share 500 ms in one run of the rules',
    );
  };
}

function javascript(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, `u${flags}`);
  } catch (error) {
    // "Invalid regular expression: /…/u: Unterminated group", where nobody wrote what is between the slashes
    const text = thrownText(error);
    throw new Error(text.slice(text.lastIndexOf(': ') + 2).toLowerCase(), { cause: error });
  }
}

function withLookAheads({ flags, lookAheads, hasAlternatives }: Translation, source: string): TextTest {
  const main = compile(source, flags);
  if (lookAheads.length === 0) return (text) => main.test(text);
  if (hasAlternatives) throw new NotLinear();
  const assertions = lookAheads.map((assertion) => ({
    test: compile(`\\A(?:${assertion.source})`, flags),
    negative: assertion.negative,
  }));
  return (text) => assertions.every(({ test, negative }) => test.test(text) !== negative) && main.test(text);
}

function compile(source: string, flags: string): RE2JS {
  try {
    return RE2JS.compile(flags === '' ? source : `(?${flags})${source}`, RE2JS.LOOKBEHINDS);
  } catch (error) {
    // Some of its messages end with the whole expression, with parts that nobody wrote.
    const text = thrownText(error);
    throw new Error(text.includes(source) ? text.slice(0, text.indexOf(': `')) : text, { cause: error });
  }
}
