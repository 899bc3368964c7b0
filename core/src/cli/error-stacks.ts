import { InspectorError } from '@inspector/plugin-api';
import type { CliContext } from './context.js';

/** How many causes are looked at: chains are short, but nothing keeps one from being a circle. */
const DEPTH = 8;

/**
 * Stack traces of what made an error: of the errors without a code among its causes, or of itself. An error with a code was
 * made where the fault was noticed, and not where it is.
 */
export const foreignStacks = (error: unknown): string[] => [...new Set(stacks(error, DEPTH))];

/** Whether the cause of an error is in the code of a plugin. */
export const isFromPlugin = (error: unknown): boolean =>
  InspectorError.is(error) && /^INSP_PLUGINS?_/.test(error.code) && foreignStacks(error).length > 0;

function stacks(error: unknown, depth: number): string[] {
  if (!(error instanceof Error) || depth === 0) return [];
  if (error instanceof AggregateError) return error.errors.flatMap((one) => stacks(one, depth - 1));
  const own = InspectorError.is(error) || error.stack === undefined ? [] : [error.stack];
  return [...own, ...stacks(error.cause, depth - 1)];
}

/** Whether stack traces are asked for: by `--debug`, or by the option `debug` in the environment. */
export const asksForStacks = ({ env }: Pick<CliContext, 'env'>): boolean =>
  /^(?:1|true|yes|on)$/i.test(env['INSPECTOR_DEBUG'] ?? '');
