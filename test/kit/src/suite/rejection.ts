import assert from 'node:assert/strict';
import { InspectorError, type ErrorCodeName } from '@inspector/plugin-api';

/** Waits until a promise is rejected with a coded error and returns the error; anything else fails the test. */
export async function rejection(
  promise: Promise<unknown>,
  code: ErrorCodeName,
  what: string,
): Promise<InspectorError> {
  const outcome = await promise.then(
    () => ({ settled: true as const }),
    (error: unknown) => ({ settled: false as const, error }),
  );
  if (outcome.settled) assert.fail(`${what} must be rejected with ${code}, but it succeeded`);
  const { error } = outcome;
  if (!InspectorError.is(error)) {
    assert.fail(`${what} must be rejected with an InspectorError ${code}, not with ${String(error)}`);
  }
  assert.equal(error.code, code, `${what}: "${error.message}" has the wrong code`);
  return error;
}
