/** Codes of failures that happen before anything of a request has left this machine. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** A request that got no complete answer. */
export class ConnectionFailure extends Error {
  /** true: the service cannot have seen the request, so repeating it is safe whatever it asked for. */
  readonly neverSent: boolean;
  /** true: the service kept quiet for the whole time limit; repeating would wait as long again. */
  readonly timedOut: boolean;

  /**
   * @param message - what failed, in words
   * @param cause - the error of the network layer
   */
  constructor(message: string, cause: unknown, timedOut = false) {
    super(message, { cause });
    this.name = 'ConnectionFailure';
    this.neverSent = NEVER_SENT.has(networkCode(cause) ?? '');
    this.timedOut = timedOut;
  }
}

/** The code of an error of the network layer, such as `ECONNREFUSED`, if it has one. */
export function networkCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
