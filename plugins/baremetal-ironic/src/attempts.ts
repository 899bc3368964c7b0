import {
  duringFurtherTry,
  InspectorError,
  thrownText,
  triesEnded,
  type BareMetalFailure,
} from '@inspector/plugin-api';
import type { Service } from './service.js';

/** Seconds between explicit attempts. */
const BETWEEN_ATTEMPTS = 1;
/** Attempts for calls that set a machine going or keep the PXE filter right. */
export const PATIENT = 5;

/**
 * Makes several attempts at something, one second apart, whatever the error is.
 *
 * Exceptions: Inspector is stopping, a conflict that stays, or the retries for locked nodes were used up, which took a
 * minute already.
 *
 * @param attempts - at least 1
 * @param isFinal - which errors are not worth another attempt
 * @throws what the last attempt threw
 */
export async function withAttempts<T>(
  service: Service,
  attempts: number,
  action: () => Promise<T>,
  isFinal: (error: unknown) => boolean = isUseless,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await (attempt === 1 ? action() : duringFurtherTry(action));
      if (attempt > 1) triesEnded();
      return result;
    } catch (error) {
      if (isFinal(error)) throw error;
      const longest = (attempts - 1) * BETWEEN_ATTEMPTS;
      const wait = { reason: thrownText(error), attempt, attempts, pause: BETWEEN_ATTEMPTS, longest };
      if (!(await service.again(wait))) throw error;
    }
  }
}

/** As the default, and what the service refuses because of what it was asked for is not repeated either. */
export function isVerdict(error: unknown): boolean {
  if (isUseless(error)) return true;
  const failure = refusalIn(error);
  return failure !== undefined && failure.httpStatus >= 400 && failure.httpStatus < 500;
}

function isUseless(error: unknown): boolean {
  if (InspectorError.is(error) && error.code === 'INSP_SHUTTING_DOWN') return true;
  const { httpStatus } = refusalIn(error) ?? {};
  return httpStatus === 409 || httpStatus === 503;
}

const refusalIn = (error: unknown): BareMetalFailure | undefined =>
  InspectorError.is(error) && error.code === 'INSP_BAREMETAL_REJECTED'
    ? (error.cause as BareMetalFailure)
    : undefined;
