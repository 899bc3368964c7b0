import { shortText } from '@inspector/plugin-api';
import type { HookResult } from '../db/types.js';

/** How one phase of one hook went. */
export interface HookOutcome {
  readonly outcome: HookResult['outcome'];
  readonly milliseconds: number;
  /** What it warned of, and why it failed. */
  readonly messages: readonly string[];
}

/** Worst last. */
const SEVERITY: readonly HookResult['outcome'][] = ['ok', 'degraded', 'skipped', 'failed'];

/**
 * Adds a phase of a hook to the results of an introspection. A hook has one result: times add up, the worse
 * outcome stays, messages follow each other, at most 8 kB of them.
 *
 * @param order - All hooks; results are kept in this order.
 */
export function mergeResult(
  results: HookResult[],
  order: readonly string[],
  hook: string,
  { outcome, milliseconds, messages }: HookOutcome,
): void {
  const index = results.findIndex((result) => result.hook === hook);
  const before = results[index];
  const texts = [...(before?.message ? [before.message] : []), ...messages];
  const merged: HookResult = {
    hook,
    outcome:
      before && SEVERITY.indexOf(before.outcome) > SEVERITY.indexOf(outcome) ? before.outcome : outcome,
    milliseconds: Math.round(((before?.milliseconds ?? 0) + milliseconds) * 1000) / 1000,
    message: texts.length > 0 ? shortText(texts.map((text) => shortText(text)).join('\n')) : null,
  };
  if (before) results[index] = merged;
  else {
    const rank = order.indexOf(hook);
    const next = results.findIndex((result) => order.indexOf(result.hook) > rank);
    results.splice(next < 0 ? results.length : next, 0, merged);
  }
}
