import { ruleText } from '@inspector/plugin-api/rule-values';
import type { Json } from '@inspector/plugin-api';
import type { Arguments } from './arguments.js';
import { NoCounterpart, own, type Members } from './form.js';
import { convertValue } from './templates.js';

/** The items an action is repeated for; undefined: it has no loop. An object counts as one item, as in Ironic. */
export function loopItems(action: Members): readonly unknown[] | undefined {
  const loop = own(action, 'loop');
  if (loop === undefined || loop === null) return undefined;
  if (typeof loop !== 'object')
    throw new NoCounterpart('the loop of an action is neither a list nor an object');
  const items: readonly unknown[] = Array.isArray(loop) ? loop : [loop];
  return items.length === 0 ? undefined : items;
}

const ITEM = /\{item((?:\[[^[\]{}!:]+\])*)\}/g;

/**
 * The arguments of one round of a loop: `{item}` and `{item[key]}` in their texts are filled with the item.
 *
 * @throws NoCounterpart for a key the item does not have
 */
export function withItem(args: Arguments, item: unknown): Arguments {
  const fill = (text: string): string =>
    text.replaceAll(ITEM, (whole, keys: string) => {
      const found = keys
        .slice(1, -1)
        .split('][')
        .filter((key) => key !== '')
        .reduce(inside, item);
      if (found !== undefined) return textOf(found);
      throw new NoCounterpart(`an item of the loop of an action has no ${whole}`);
    });
  return new Map([...args].map(([name, value]) => [name, convertValue(value, fill)]));
}

function inside(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Members)[key]
    : undefined;
}

/** Numbers that are kept as they were written print themselves. */
const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'isLosslessNumber' in value
    ? String(value)
    : ruleText(value as Json);
