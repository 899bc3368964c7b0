import { member } from '../json/json-object.js';
import { groupsOf, namesIn } from './groups.js';
import type { InventoryDocument } from './types.js';

/**
 * A group that contains itself, through its children: the names on the way, the first one again at the end. Ansible
 * rejects such an inventory.
 *
 * @returns undefined when there is none
 */
export function cycleOf(document: InventoryDocument): string[] | undefined {
  const done = new Set<string>();
  for (const [root] of groupsOf(document)) {
    const cycle = cycleFrom(root, document, done);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** A group on the way from the root, and the children of it that are still to be looked at. */
interface Step {
  readonly name: string;
  readonly children: string[];
}

/** @param done - groups from which no cycle can be reached; it grows. A way may be long, so nothing is recursive */
function cycleFrom(root: string, document: InventoryDocument, done: Set<string>): string[] | undefined {
  const step = (name: string): Step => ({ name, children: namesIn(member(document, name), 'children') });
  const way = [step(root)];
  const onWay = new Set([root]);
  for (let last = way.at(-1); last !== undefined; last = way.at(-1)) {
    const child = last.children.pop();
    if (child === undefined) {
      way.pop();
      onWay.delete(last.name);
      done.add(last.name);
    } else if (onWay.has(child)) {
      const names = way.map(({ name }) => name);
      return [...names.slice(names.indexOf(child)), child];
    } else if (!done.has(child)) {
      way.push(step(child));
      onWay.add(child);
    }
  }
  return undefined;
}
