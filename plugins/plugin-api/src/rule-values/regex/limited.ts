import { createContext, Script, type Context } from 'node:vm';

/**
 * Milliseconds one test may take. Ordinary ones take microseconds; the rest is for a process that has to wait for
 * its processor meanwhile.
 */
const LIMIT = 250;

const SCRIPT = new Script('expression.test(text)');
let context: Context | undefined;

/** Tests a text with an expression that may take time without end; undefined: it was given up after 250 ms. */
export function testLimited(expression: RegExp, text: string): boolean | undefined {
  context ??= createContext({});
  Object.assign(context, { expression, text });
  try {
    return SCRIPT.runInContext(context, { timeout: LIMIT }) as boolean;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  } finally {
    Object.assign(context, { expression: undefined, text: undefined });
  }
}
