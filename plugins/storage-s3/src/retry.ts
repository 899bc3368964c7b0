import { setTimeout as pause } from 'node:timers/promises';
import { anotherTry, currentPatience, thrownText, triesEnded, type PluginLog } from '@inspector/plugin-api';

/** Milliseconds before the first repetition, doubled for each further one up to the longest. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5000;

/** What an error of the SDK or of the network below it may carry. */
interface Failure {
  readonly name?: string;
  readonly code?: string;
  readonly $retryable?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const TRANSIENT_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Whether trying again may help: the service failed, was overloaded, or could not be reached. */
export function isTransient(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { name, code, $retryable: retryable, $metadata: metadata } = error as Failure;
  const status = metadata?.httpStatusCode ?? 0;
  return (
    retryable !== undefined ||
    status >= 500 ||
    status === 429 ||
    name === 'TimeoutError' ||
    TRANSIENT_CODES.has(code ?? '')
  );
}

/**
 * Runs a request until it succeeds, fails for good, or was tried so often. The SDK's own repetition is not used: it
 * shares one budget among all requests, so that an outage during many saves would lose some of them.
 */
export async function withRetries<T>(
  attempts: number,
  request: () => Promise<T>,
  log: Pick<PluginLog, 'warn' | 'debug'>,
): Promise<T> {
  const longest = pauses(attempts).reduce((sum, milliseconds) => sum + milliseconds, 0) / 1000;
  for (let attempt = 1; ; attempt++) {
    const begun = performance.now();
    try {
      const result = await request();
      if (attempt > 1) triesEnded();
      return result;
    } catch (error) {
      currentPatience()?.spend(performance.now() - begun);
      if (!isTransient(error)) throw error;
      const [milliseconds = 0] = pauses(attempt + 1).slice(-1);
      const next = { service: 'S3', reason: thrownText(error), attempt, attempts, longest };
      if (!(await anotherTry({ ...next, pause: milliseconds / 1000 }, { log, wait }))) throw error;
    }
  }
}

/** The pauses between so many attempts, in milliseconds. */
const pauses = (attempts: number): number[] =>
  Array.from({ length: attempts - 1 }, (_, index) => Math.min(FIRST_PAUSE * 2 ** index, LONGEST_PAUSE));

const wait = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
  pause(milliseconds, undefined, signal && { signal });
