import { textOf } from '@inspector/plugin-api/ramdisk-data';
import { booleanOf } from '@inspector/plugin-api/ramdisk-data';
import { HintError } from './hint-error.js';
import { verdict, type HintTest } from './hint-test.js';

/**
 * Prepares a hint that is true or false. A disk whose attribute is neither does not match.
 *
 * @throws HintError when the hint is neither.
 */
export const flagHint = (name: string, expression: unknown): HintTest => {
  const wanted = booleanOf(expression);
  if (wanted === undefined) {
    throw new HintError(
      `Root device hint "${name}" is not a Boolean value. Current value: ${textOf(expression)}`,
    );
  }
  return (attribute) => {
    const value = booleanOf(attribute);
    return value === undefined ? 'unreadable' : verdict(value === wanted);
  };
};
