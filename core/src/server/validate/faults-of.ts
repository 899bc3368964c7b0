import { InspectorError } from '@inspector/plugin-api';

/**
 * The problems that a part of a start throws, each by itself.
 *
 * @throws what is no problem of the operator
 */
export async function faultsOf(work: () => Promise<void>): Promise<InspectorError[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (!InspectorError.is(error)) throw error;
    return error.cause instanceof AggregateError ? (error.cause.errors as InspectorError[]) : [error];
  }
}
