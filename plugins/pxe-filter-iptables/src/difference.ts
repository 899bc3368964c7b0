import type { Subject } from './options.js';
import { hookOf, type ChainRules } from './rules.js';
import { isHook, type Snapshot } from './snapshot.js';

/** What has to be done to the packet filter. */
export interface Difference {
  /** Rules to add and remove in the chain; undefined: the chain has to be written as a whole. */
  readonly rules: { readonly add: readonly string[]; readonly remove: readonly string[] } | undefined;
  /** Whether INPUT does not lead to the chain yet. */
  readonly hook: boolean;
  /** Rules of INPUT to remove: hooks that are double, wrong, or lead to the temporary chain. */
  readonly superfluous: readonly string[];
  /** Whether the temporary chain is left over. */
  readonly temporary: boolean;
  /** How many rules differ; 0: nothing is to be done. */
  readonly changes: number;
}

/** Rules added or removed one by one; beyond that the whole chain is as cheap. */
const FEW = 64;

/** Compares what is there with what is wanted. */
export function compare(present: Snapshot, wanted: ChainRules, subject: Subject): Difference {
  const hook = hookOf(subject, subject.chain);
  const right = present.hooks.findIndex((each) => isHook(each, hook));
  const superfluous = [...present.hooks.filter((_, index) => index !== right), ...present.temporaryHooks];
  const { rules, count } = compareRules(present.rules, wanted);
  const changes = count + (right < 0 ? 1 : 0) + superfluous.length + (present.temporary ? 1 : 0);
  return { rules, hook: right < 0, superfluous, temporary: present.temporary, changes };
}

function compareRules(
  present: readonly string[] | undefined,
  wanted: ChainRules,
): { rules: Difference['rules']; count: number } {
  const machines = new Set(present?.slice(0, -1));
  const add = [...wanted.machines].filter((rule) => !machines.has(rule));
  const remove = [...machines].filter((rule) => !wanted.machines.has(rule));
  const last = present?.at(-1) === wanted.last;
  const unique = present !== undefined && machines.size === present.length - 1;
  const count = add.length + remove.length + (last ? 0 : 1) + (unique || !last ? 0 : 1);
  const single = last && unique && add.length + remove.length <= FEW;
  return { rules: single ? { add, remove } : undefined, count };
}
