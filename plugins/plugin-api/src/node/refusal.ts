import type { BareMetalFailure, PatchOperation } from '../baremetal/types.js';
import { InspectorError } from '../errors/inspector-error.js';

/** Says whose change the bare metal service refuses, and which. Gets the refusal and the changes that were sent. */
export type ExplainRefusal = (refusal: InspectorError, operations: readonly PatchOperation[]) => Error;

/** Below 500, but about who asks, or when: 401, 403, 407 credentials; 408, 425, 429 too early, too much. */
const NOT_ABOUT_THE_VALUE = new Set([401, 403, 407, 408, 425, 429]);

/**
 * Whether the bare metal service refuses what it was asked for, such as a name it does not allow, or one that is taken.
 * The same request would be refused again. Everything else is a service that is away, busy, or knows nobody.
 */
export function isRefusal(error: unknown): error is InspectorError {
  if (!InspectorError.is(error) || error.code !== 'INSP_BAREMETAL_REJECTED') return false;
  const { httpStatus = 0, locked = false } = (error.cause ?? {}) as Partial<BareMetalFailure>;
  return httpStatus >= 400 && httpStatus < 500 && !locked && !NOT_ABOUT_THE_VALUE.has(httpStatus);
}
