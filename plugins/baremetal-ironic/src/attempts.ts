import { InspectorError, type BareMetalFailure } from '@inspector/plugin-api';
import type { Service } from './service.js';

/** Seconds between explicit attempts. */
const BETWEEN_ATTEMPTS = 1;
/** Attempts for calls that set a machine going or keep the PXE filter right. */
export const PATIENT = 5;

/**
 * Makes several attempts at something, one second apart, whatever the error is.
 *
 * Exceptions: Inspector is stopping, or the retries for locked nodes were used up, which took a minute already.
 *
 * @param attempts - at least 1
 * @throws what the last attempt threw
 */
export async function withAttempts<T>(
  service: Service,
  attempts: number,
  action: () => Promise<T>,
): Promise<T> {
  for (let left = attempts - 1; ; left -= 1) {
    try {
      return await action();
    } catch (error) {
      if (left <= 0 || isFinal(error)) throw error;
      await service.pause(BETWEEN_ATTEMPTS);
    }
  }
}

function isFinal(error: unknown): boolean {
  if (!InspectorError.is(error)) return false;
  if (error.code === 'INSP_SHUTTING_DOWN') return true;
  if (error.code !== 'INSP_BAREMETAL_REJECTED') return false;
  const { httpStatus } = error.cause as BareMetalFailure;
  return httpStatus === 409 || httpStatus === 503;
}
