import { textOf } from '@inspector/plugin-api/ramdisk-data';
import { parseExpression } from './expression.js';
import { HintError } from './hint-error.js';
import { verdict, type HintTest } from './hint-test.js';
import { NUMERIC, OR, TEXTUAL } from './operators.js';

// Characters only: disks may send anything, and this cannot backtrack. Number() judges the order.
const DECIMAL = /^[-+.0-9e]+$/;

/**
 * Prepares a hint on an attribute that is a text. Values compare in lower case and trimmed; an attribute
 * that is absent or null counts as the text `none`, an empty one disqualifies the disk. Of an attribute that is a
 * list (a disk may have several serial numbers and names) one value has to fit, empty ones not counted.
 *
 * @throws HintError when the expression is no text, is empty, or its operator cannot work on texts; the test
 * throws it when a numeric operator meets an attribute that is no number.
 */
export const textHint = (name: string, expression: unknown): HintTest => {
  if (typeof expression !== 'string') {
    throw new HintError(
      `Root device hint "${name}" is not a string value. Hint expression: ${textOf(expression)}`,
    );
  }
  const { operator, values } = parseExpression(expression);
  const [wanted] = values;
  if (wanted === undefined) throw new HintError(`Root device hint "${name}" expression is empty`);
  const matches = comparison(name, operator, wanted, values);
  return (attribute) => {
    const values = attributeTexts(attribute);
    return values.length === 0 ? 'empty' : verdict(values.some(matches));
  };
};

const comparison = (
  name: string,
  operator: string,
  wanted: string,
  alternatives: readonly string[],
): ((value: string) => boolean) => {
  if (operator === OR) return (value) => alternatives.includes(value);
  const textual = TEXTUAL.get(operator === '' ? 's==' : operator);
  if (textual !== undefined) return (value) => textual(value, wanted);
  const numeric = NUMERIC.get(operator);
  if (numeric === undefined) {
    throw new HintError(`Root device hint "${name}" cannot use the operator "${operator}"`);
  }
  const limit = numberIn(name, operator, wanted);
  return (value) => numeric(numberIn(name, operator, value), limit);
};

const attributeTexts = (attribute: unknown): string[] =>
  (Array.isArray(attribute) ? attribute.filter((value) => value !== null) : [attribute ?? 'none'])
    .map((value) => textOf(value).trim().toLowerCase())
    .filter((text) => text !== '');

const numberIn = (name: string, operator: string, text: string): number => {
  const number = DECIMAL.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(number)) return number;
  throw new HintError(
    `Root device hint "${name}" uses the operator "${operator}", which compares numbers, but "${text}" is not a number`,
  );
};
