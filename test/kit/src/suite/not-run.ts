import type { DescribeAndIt } from './test-functions.js';

/** Thrown by a test that cannot run. */
class NotRun extends Error {}

/**
 * Ends a test that needs what is not there, so that it is not counted as passed.
 *
 * @param what - completes "not run: no …"
 */
export function notRun(what: string): never {
  throw new NotRun(what);
}

/** Test runners tell a test about itself as its `this` (mocha) or its argument (`node:test`; vitest, where it is a function). */
interface RunningTest {
  skip(reason?: string): unknown;
  readonly test?: { title: string };
}

const isRunningTest = (value: unknown): value is RunningTest =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
  'skip' in value &&
  typeof value.skip === 'function';

/** Makes tests that the runner shows as skipped, with the reason, where they end with {@link notRun}. */
export const skipping =
  (it: DescribeAndIt['it']): DescribeAndIt['it'] =>
  (title, run) =>
    // No named parameter: mocha takes a function with one for a test that calls back.
    it(title, async function (this: unknown, ...[argument]: unknown[]): Promise<void> {
      try {
        await run();
      } catch (error) {
        if (!(error instanceof NotRun)) throw error;
        const running = [this, argument].find(isRunningTest);
        const reason = `not run: no ${error.message}`;
        if (running?.test !== undefined) running.test.title += ` (${reason})`;
        running?.skip(reason);
      }
    });
