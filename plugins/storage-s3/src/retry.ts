import { setTimeout as pause } from 'node:timers/promises';

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
export async function withRetries<T>(attempts: number, request: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await request();
    } catch (error) {
      if (attempt >= attempts || !isTransient(error)) throw error;
      await pause(Math.min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE));
    }
  }
}
