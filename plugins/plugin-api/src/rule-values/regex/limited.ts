import { createContext, Script, type Context } from 'node:vm';
import { currentBudget } from './budget.js';

const SCRIPT = new Script('expression.test(text)');
let context: Context | undefined;

/**
 * Tests a text with an expression that may take time without end; undefined: it was given up, because the budget of
 * the run is spent.
 */
export function testLimited(expression: RegExp, text: string): boolean | undefined {
  const budget = currentBudget();
  if (budget.left === 0) return undefined;
  context ??= createContext({});
  Object.assign(context, { expression, text });
  const begin = performance.now();
  try {
    return SCRIPT.runInContext(context, { timeout: budget.left }) as boolean;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  } finally {
    budget.spend(performance.now() - begin);
    Object.assign(context, { expression: undefined, text: undefined });
  }
}
