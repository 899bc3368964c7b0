import type { Subject } from './options.js';
import { hookOf, ruleAbout, type ChainRules } from './rules.js';
import { isHook, type PresentRules, type Snapshot } from './snapshot.js';

/** What has to be done to the packet filter. */
export interface Difference {
  /** Rules to add and remove in the chain; undefined: the chain has to be written as a whole. */
  readonly rules: { readonly add: readonly string[]; readonly remove: readonly string[] } | undefined;
  /** Whether a hook has to be put in front of INPUT. */
  readonly hook: boolean;
  /** Rules of INPUT to remove before: hooks that are double, wrong, too far back, or lead to the temporary chain. */
  readonly superfluous: readonly string[];
  /** Whether the temporary chain is left over. */
  readonly temporary: boolean;
  /** How many rules differ; 0: nothing is to be done. */
  readonly changes: number;
}

/** Rules added or removed one by one; beyond that the whole chain is as cheap. */
const FEW = 64;

/**
 * Compares what is there with what is wanted. A rule that somebody put in front of our hook is left there until
 * something else has to change: then the hook goes to the front again.
 */
export function compare(present: Snapshot, wanted: ChainRules, subject: Subject): Difference {
  const hook = hookOf(subject, subject.chain);
  const right = present.hooks.findIndex((each) => isHook(each, hook));
  const wrong = [...present.hooks.filter((_, index) => index !== right), ...present.temporaryHooks];
  const { rules, count } = compareRules(present.rules, wanted);
  const changes = count + (right < 0 ? 1 : 0) + wrong.length + (present.temporary ? 1 : 0);
  const back = changes > 0 && right >= 0 && !isHook(present.top ?? '', hook);
  return {
    rules,
    hook: right < 0 || back,
    superfluous: back ? [...present.hooks, ...present.temporaryHooks] : wrong,
    temporary: present.temporary,
    changes,
  };
}

function compareRules(
  present: PresentRules | undefined,
  wanted: ChainRules,
): { rules: Difference['rules']; count: number } {
  if (!present || !isSameKind(present, wanted)) {
    return { rules: undefined, count: wanted.machines.size + (present?.machines.size ?? 0) + 1 };
  }
  const add = missing(wanted.machines, present.machines);
  const remove = missing(present.machines, wanted.machines);
  const count = add.length + remove.length + (present.regular ? 0 : 1);
  if (!present.regular || count > FEW) return { rules: undefined, count };
  return {
    rules: {
      add: add.map((mac) => ruleAbout(mac, wanted.target)),
      remove: remove.map((mac) => ruleAbout(mac, present.target)),
    },
    count,
  };
}

/** Whether both list the same kind of machines and treat all others alike. */
const isSameKind = (present: PresentRules, wanted: ChainRules): boolean =>
  present.last === wanted.last && (present.machines.size === 0 || present.target === wanted.target);

function missing(from: ReadonlySet<string>, other: ReadonlySet<string>): string[] {
  const result: string[] = [];
  for (const mac of from) if (!other.has(mac)) result.push(mac);
  return result;
}
