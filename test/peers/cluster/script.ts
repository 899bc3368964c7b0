import { FAULTS, type FaultName } from './faults.js';

/** Something that a random run does. */
export type Step =
  | { readonly do: 'introspect'; readonly machine: number }
  | { readonly do: 'abort'; readonly machine: number }
  | { readonly do: 'look'; readonly machine: number }
  | { readonly do: 'wait'; readonly milliseconds: number }
  | {
      readonly do: 'fault';
      readonly name: FaultName;
      readonly milliseconds: number;
      readonly chance: number;
    };

/** Machines of a run. */
export const FLEET = 40;

const NAMES = Object.keys(FAULTS) as FaultName[];

/** How many of a hundred steps are of a kind; what is left are waits. */
const SHARES = { introspect: 60, abort: 5, look: 20, fault: 3 };

/**
 * The steps of a run.
 *
 * @param random - from 0 to 1
 */
export function makeScript(random: () => number, count: number): Step[] {
  const below = (limit: number): number => Math.floor(random() * limit);
  return Array.from({ length: count }, (): Step => {
    let kind = below(100);
    for (const name of ['introspect', 'abort', 'look'] as const) {
      if (kind < SHARES[name]) return { do: name, machine: below(FLEET) };
      kind -= SHARES[name];
    }
    if (kind >= SHARES.fault) return { do: 'wait', milliseconds: below(200) };
    const name = NAMES[below(NAMES.length)] ?? 'a conductor is killed';
    return { do: 'fault', name, milliseconds: 500 + below(6000), chance: below(1000) / 1000 };
  });
}

/** One step on one line, for those who read a script. */
export function stepText(step: Step): string {
  switch (step.do) {
    case 'wait':
      return `wait ${step.milliseconds} ms`;
    case 'fault':
      return `${step.name}, ${step.milliseconds} ms (chance ${step.chance})`;
    case 'introspect':
    case 'abort':
    case 'look':
      return `${step.do} machine ${step.machine}`;
  }
}

/**
 * The shortest script found that still fails: halves, quarters and so on are left out as long as what is left fails.
 *
 * @param tries - how often `fails` may be asked
 */
export async function shortest(
  script: readonly Step[],
  fails: (candidate: readonly Step[]) => Promise<boolean>,
  tries: number,
): Promise<readonly Step[]> {
  let best = script;
  let left = tries;
  for (let size = Math.ceil(best.length / 2); size >= 1 && left > 0;) {
    let found = false;
    for (let at = 0; at < best.length && left > 0; at += size) {
      const candidate = [...best.slice(0, at), ...best.slice(at + size)];
      if (candidate.length === 0) continue;
      left--;
      if (!(await fails(candidate))) continue;
      best = candidate;
      found = true;
      break;
    }
    if (!found) size = size === 1 ? 0 : Math.ceil(size / 2);
    else size = Math.min(size, Math.ceil(best.length / 2));
  }
  return best;
}
