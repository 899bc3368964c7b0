/** What a {@link ClientError} is made of. */
export interface ClientErrorOptions {
  readonly status?: number | undefined;
  readonly method: string;
  readonly url: string;
  readonly cause?: unknown;
}

/** A request that failed: the server answered with an error, or there was no answer. */
export class ClientError extends Error {
  /** HTTP status; `undefined` when no answer came. */
  readonly status: number | undefined;
  readonly method: string;
  readonly url: string;

  constructor(message: string, { status, method, url, cause }: ClientErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ClientError';
    this.status = status;
    this.method = method;
    this.url = url;
  }

  /** Whether the same request may succeed later: no answer came, or the server had trouble of its own. */
  get isTransient(): boolean {
    return this.status === undefined || this.status >= 500;
  }
}

/** `waitForFinish` took longer than its `timeout`. */
export class WaitTimeoutError extends Error {
  /** The nodes that were not finished, as they were given. */
  readonly pending: readonly string[];

  constructor(pending: readonly string[], milliseconds: number) {
    super(`Not finished after ${milliseconds / 1000} s: ${pending.join(', ')}`);
    this.name = 'WaitTimeoutError';
    this.pending = pending;
  }
}
