import type { Standing } from '../introspection/follow/standing.js';

/** What became of a node that was waited for. */
export interface Outcome {
  /** As the user named it. */
  readonly node: string;
  readonly uuid: string;
  readonly name: string | null;
  /**
   * `reached`: it came to a state that was waited for. `other`: it ended in another one. `deleted`: the bare metal service has it no more.
   * `late`: neither in the time there was.
   */
  readonly outcome: 'reached' | 'other' | 'deleted' | 'late';
  /** The state that it came to; null for one that is deleted. */
  readonly state: Exclude<Standing['state'], 'deleted'> | null;
  readonly error: string | null;
}

/** How a wait ended, as the exit status tells it. */
export function statusOf(outcomes: readonly Outcome[]): 0 | 3 | 4 {
  if (outcomes.some(({ outcome }) => outcome === 'other' || outcome === 'deleted')) return 3;
  return outcomes.some(({ outcome }) => outcome === 'late') ? 4 : 0;
}

/** One line about all of them. */
export function summaryOf(outcomes: readonly Outcome[]): string {
  const words: readonly (readonly [Outcome['outcome'], string])[] = [
    ['reached', 'reached'],
    ['other', 'ended in another state'],
    ['deleted', 'deleted'],
    ['late', 'not in time'],
  ];
  const parts = words.flatMap(([wanted, text]) => {
    const count = outcomes.filter(({ outcome }) => outcome === wanted).length;
    return count === 0 && wanted !== 'reached' ? [] : [`${String(count)} ${text}`];
  });
  const nodes = outcomes.length === 1 ? 'node' : 'nodes';
  return `${String(outcomes.length)} ${nodes}: ${parts.join(', ')}`;
}
