import { InspectorError } from '@inspector/plugin-api';

/**
 * The coded error a promise fails with.
 *
 * @throws Error if it does not fail, or fails with anything else
 */
export async function rejection(promise: Promise<unknown>): Promise<InspectorError> {
  try {
    await promise;
  } catch (error) {
    if (InspectorError.is(error)) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}
