import { isJsonObject, textOf } from '@inspector/plugin-api/ramdisk-data';
import { flagHint } from './flag-hint.js';
import { HintError } from './hint-error.js';
import type { HintTest } from './hint-test.js';
import { sizeHint } from './size-hint.js';
import { textHint } from './text-hint.js';

// In the order the error message lists them.
const HINTS = new Map<string, 'number' | 'text' | 'flag'>([
  ['size', 'number'],
  ['model', 'text'],
  ['wwn', 'text'],
  ['serial', 'text'],
  ['vendor', 'text'],
  ['wwn_with_extension', 'text'],
  ['wwn_vendor_extension', 'text'],
  ['name', 'text'],
  ['rotational', 'flag'],
  ['hctl', 'text'],
  ['by_path', 'text'],
  ['tran', 'text'],
]);

/** Root device hints made ready for comparing, by the attribute of the disk they look at. */
export type CompiledHints = ReadonlyMap<string, HintTest>;

/**
 * Validates root device hints and makes them ready for comparing.
 *
 * @throws HintError for unknown hints and for expressions that make no sense.
 */
export const compileHints = (hints: unknown): CompiledHints => {
  if (!isJsonObject(hints)) {
    throw new HintError(`Root device hints should be an object of hints. Current value: ${textOf(hints)}`);
  }
  const unknown = Object.keys(hints).filter((name) => !HINTS.has(name));
  if (unknown.length > 0) {
    throw new HintError(
      `The hints "${unknown.join(', ')}" are invalid. Valid hints are: "${[...HINTS.keys()].join(', ')}"`,
    );
  }
  return new Map(Object.entries(hints).map(([name, expression]) => [name, compile(name, expression)]));
};

const compile = (name: string, expression: unknown): HintTest => {
  const type = HINTS.get(name);
  if (type === 'number') return sizeHint(expression);
  return type === 'flag' ? flagHint(name, expression) : textHint(name, expression);
};
