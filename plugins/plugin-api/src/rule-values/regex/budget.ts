/**
 * Milliseconds that all tests of expressions which may take time without end have together in one run of the rules.
 * Ordinary tests take microseconds; the rest is for a process that has to wait for its processor. Half a second
 * is what another client of the service can wait without noticing a fault.
 */
export const RUN_LIMIT = 500;

/** The time that is left for such tests in one run of the rules. */
export class ExpressionBudget {
  #left: number;

  /** @param milliseconds - at least 1 */
  constructor(milliseconds: number = RUN_LIMIT) {
    this.#left = milliseconds;
  }

  /** Whole milliseconds left, at least 0. */
  get left(): number {
    return Math.max(0, Math.floor(this.#left));
  }

  /** Takes off what a test has used. */
  spend(milliseconds: number): void {
    this.#left -= milliseconds;
  }
}

/** Where the budget of the work that runs now is kept: a plugin may have a copy of this package of its own. */
const CURRENT = Symbol.for('inspector.expression-budget');
const shared = globalThis as { [CURRENT]?: ExpressionBudget | undefined };

/** The budget of the work that runs now; outside of {@link withExpressionBudget} a new one for each test. */
export const currentBudget = (): ExpressionBudget => shared[CURRENT] ?? new ExpressionBudget();

/**
 * Runs work whose tests of expressions share a budget. Only the synchronous part of the work counts, which is where
 * tests are made.
 */
export function withExpressionBudget<T>(budget: ExpressionBudget, work: () => T): T {
  const outer = shared[CURRENT];
  shared[CURRENT] = budget;
  try {
    return work();
  } finally {
    shared[CURRENT] = outer;
  }
}
