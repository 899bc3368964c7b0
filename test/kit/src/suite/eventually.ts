import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds between two looks. */
const POLL = 10;

/** Looks whether something holds. */
export type Holds = () => Promise<boolean> | boolean;

/**
 * Waits until something holds; fails the test after so many milliseconds.
 *
 * @param what - completes the sentence "After … ms still: …"
 */
export async function eventually(what: string, holds: Holds, milliseconds: number): Promise<void> {
  const begun = performance.now();
  while (!(await holds())) {
    assert.ok(performance.now() - begun < milliseconds, `After ${milliseconds} ms still: ${what}`);
    await pause(POLL);
  }
}
