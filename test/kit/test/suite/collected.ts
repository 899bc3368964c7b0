import type { TestFunctions } from '../../src/index.js';

/** How the tests of a suite ended: title to `passed`, `not run: …` or the text of the failure. */
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
      let outcome = 'passed';
      // As `node:test` does it: a test is told of itself, and goes on after it has said that it is skipped.
      const itself = { skip: (reason: string) => (outcome = reason) };
      await Reflect.apply(run, undefined, [itself]).catch((error: Error) => (outcome = error.message));
      outcomes.set(title, outcome);
    }
    for (const run of after) await run();
  }
  return outcomes;
}

/** Titles of the tests that failed. */
export const failuresOf = (outcomes: Outcomes): string[] =>
  [...outcomes].filter(([, outcome]) => !/^(passed$|not run: )/.test(outcome)).map(([title]) => title);

/** Titles of the tests that were not run, each with what was missing. */
export const notRunOf = (outcomes: Outcomes): Record<string, string> =>
  Object.fromEntries([...outcomes].filter(([, outcome]) => outcome.startsWith('not run: ')));
