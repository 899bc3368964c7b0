import { RE2JS } from 're2js';
import { translate, type Translation } from './translate.js';

/** Tells whether a text matches. */
export type TextTest = (text: string) => boolean;

/**
 * Prepares a test whether the whole text matches a regular expression in Python's dialect; one newline at
 * the end of the text is allowed. Runs in linear time. Throws Error saying what is wrong with the
 * expression.
 */
export function compileWholeMatch(expression: string): TextTest {
  const translation = translate(expression);
  return withLookAheads(translation, `\\A(?:${translation.source})\\n?\\z`);
}

/** Prepares a test whether a regular expression is found anywhere in a text. See {@link compileWholeMatch}. */
export function compileSearch(expression: string): TextTest {
  const translation = translate(expression);
  if (translation.lookAheads.length > 0 && !translation.isAnchored) {
    throw new Error(
      'a look-ahead without "^" in front: expressions are run in linear time, which excludes it',
    );
  }
  return withLookAheads(translation, translation.source);
}

function withLookAheads({ flags, lookAheads, hasAlternatives }: Translation, source: string): TextTest {
  const main = compile(source, flags);
  if (lookAheads.length === 0) return (text) => main.test(text);
  if (hasAlternatives) {
    throw new Error('a look-ahead beside "|": put the alternatives in parentheses');
  }
  const assertions = lookAheads.map((assertion) => ({
    test: compile(`\\A(?:${assertion.source})`, flags),
    negative: assertion.negative,
  }));
  return (text) => assertions.every(({ test, negative }) => test.test(text) !== negative) && main.test(text);
}

function compile(source: string, flags: string): RE2JS {
  return RE2JS.compile(flags === '' ? source : `(?${flags})${source}`, RE2JS.LOOKBEHINDS);
}
