import { InspectorError } from '@inspector/plugin-api';

/** Waits for something that has to fail with a coded error, and answers that error. */
export async function failureOf(promise: Promise<unknown>): Promise<InspectorError> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    if (InspectorError.is(error)) return error;
    throw error;
  }
  throw new Error(`expected a failure, got ${JSON.stringify(value)}`);
}
