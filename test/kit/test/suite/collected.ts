import type { TestFunctions } from '../../src/index.js';

/** How the tests of a suite ended: title to `passed` or the text of the failure. */
export type Outcomes = ReadonlyMap<string, string>;

interface Test {
  readonly title: string;
  readonly run: () => Promise<void>;
}

/** Runs a suite by itself, in order, and reports how each test ended instead of failing. */
export async function outcomesOf(define: (functions: TestFunctions) => void): Promise<Outcomes> {
  const groups: { before: (() => Promise<void>)[]; after: (() => Promise<void>)[]; tests: Test[] }[] = [];
  const group = () => groups.at(-1)!;
  define({
    describe(_title, body) {
      groups.push({ before: [], after: [], tests: [] });
      body();
    },
    it: (title, run) => group().tests.push({ title, run }),
    before: (run) => group().before.push(run),
    after: (run) => group().after.push(run),
  });
  const outcomes = new Map<string, string>();
  for (const { before, after, tests: own } of groups) {
    for (const run of before) await run();
    for (const { title, run } of own) {
      outcomes.set(
        title,
        await run().then(
          () => 'passed',
          (error: Error) => error.message,
        ),
      );
    }
    for (const run of after) await run();
  }
  return outcomes;
}

/** Titles of the tests that did not pass. */
export const failuresOf = (outcomes: Outcomes): string[] =>
  [...outcomes].filter(([, outcome]) => outcome !== 'passed').map(([title]) => title);
