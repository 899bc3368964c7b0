import { InspectorError, thrownText } from '@inspector/plugin-api';
import { failedHook } from '../errors/hook-of-error.js';
import { isRefusal } from '@inspector/plugin-api/node';

const className = (error: unknown): string => {
  if (InspectorError.is(error)) return error.code;
  return error instanceof Error ? error.constructor.name : typeof error;
};

/** Whether an error is a verdict on data or request, not a fault of the service or of one it depends on. */
const isVerdict = (error: unknown): error is InspectorError => InspectorError.is(error) && error.status < 500;

/**
 * What the caller of a failed processing gets: a verdict as it is, also one of the bare metal service, which would refuse
 * the same again; anything else as an unexpected exception with status 500, which ramdisks repeat.
 */
export function processingFailure(error: unknown): InspectorError {
  if (isVerdict(error)) return error;
  if (isRefusal(error)) {
    return new InspectorError('INSP_BAREMETAL_REJECTED', error.message, { status: 400, cause: error.cause });
  }
  // A coded error says itself what failed, such as the bare metal service.
  const hook = InspectorError.is(error) ? undefined : failedHook(error);
  const where = hook === undefined ? '' : `hook ${hook}: `;
  return new InspectorError(
    'INSP_UNEXPECTED',
    `Unexpected exception ${className(error)} during processing: ${where}${thrownText(error)}`,
    { cause: error },
  );
}

/** Errors that say the record is not what was thought: they never put it into `error`. */
export const isStateConflict = (error: unknown): boolean =>
  InspectorError.is(error) && (error.code === 'INSP_INVALID_EVENT' || error.code === 'INSP_STATE_RACE');

/** Errors that say that the introspection was aborted while it was worked on. */
export const isCanceled = (error: unknown): error is InspectorError =>
  InspectorError.is(error) && error.code === 'INSP_CANCELED';

/** Errors that say that somebody else may be working on the node by now. */
export const isLeaseLost = (error: unknown): error is InspectorError =>
  InspectorError.is(error) && error.code === 'INSP_LEASE_LOST';
