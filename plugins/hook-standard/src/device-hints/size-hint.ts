import { integerOf, textOf } from '@inspector/plugin-api/ramdisk-data';
import { parseExpression, type Expression } from './expression.js';
import { HintError } from './hint-error.js';
import { verdict, type HintTest } from './hint-test.js';
import { NUMERIC, OR } from './operators.js';

const BYTES_PER_GIB = 2 ** 30;

/**
 * Prepares the hint `size`: whole GiB, compared with the exact size of the disk in GiB, so that `931` does
 * not match a disk of 931.5 GiB. A disk without a size in bytes does not match.
 *
 * @throws HintError when a value is no positive integer or the operator does not compare numbers.
 */
export const sizeHint = (expression: unknown): HintTest => {
  const parsed = parseExpression(textOf(expression));
  const matches = comparison(parsed, wantedSizes(parsed, expression));
  return (attribute) => {
    const bytes = typeof attribute === 'bigint' ? Number(attribute) : attribute;
    return typeof bytes === 'number' && Number.isFinite(bytes)
      ? verdict(matches(bytes / BYTES_PER_GIB))
      : 'unreadable';
  };
};

const wantedSizes = ({ values }: Expression, expression: unknown): [number, ...number[]] => {
  const current = `Current value: ${textOf(expression)}`;
  const [first, ...others] = values.map((value) => {
    const size = integerOf(value);
    if (size === undefined) {
      throw new HintError(`Root device hint "size" is not an integer value. ${current}`);
    }
    if (size <= 0) throw new HintError(`Root device hint "size" should be a positive integer. ${current}`);
    return size;
  });
  if (first === undefined) throw new HintError('Root device hint "size" expression is empty');
  return [first, ...others];
};

const comparison = (
  { operator }: Expression,
  sizes: readonly [number, ...number[]],
): ((size: number) => boolean) => {
  if (operator === OR) return (size) => sizes.includes(size);
  const numeric = NUMERIC.get(operator === '' ? '==' : operator);
  if (numeric === undefined) {
    throw new HintError(`Root device hint "size" is a number and cannot use the operator "${operator}"`);
  }
  return (size) => numeric(size, sizes[0]);
};
