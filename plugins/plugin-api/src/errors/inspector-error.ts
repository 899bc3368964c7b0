import { ERROR_CODES, type ErrorCodeName } from './codes.js';

const BRAND = Symbol.for('inspector.error');

/** What besides the message an {@link InspectorError} can carry. */
export interface InspectorErrorOptions {
  /** HTTP status where it differs from the one of the code. */
  readonly status?: number;
  /** The error this one was made from. */
  readonly cause?: unknown;
}

/**
 * An expected failure: it has a code from the error table, an HTTP status, and a message written for the
 * person who reads it (what happened, to which node or plugin, what to do).
 *
 * Plugins throw it to fail an introspection with a text of their own. Anything else that is thrown counts as
 * unexpected and is reported as `Unexpected exception <Class> …` with status 500.
 */
export class InspectorError extends Error {
  readonly code: ErrorCodeName;
  readonly status: number;

  constructor(code: ErrorCodeName, message: string, options: InspectorErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'InspectorError';
    this.code = code;
    this.status = options.status ?? ERROR_CODES[code].status;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /**
   * Whether a value is an InspectorError. Use it instead of `instanceof`: a plugin may have been installed
   * with a copy of core of its own, whose class is another one.
   */
  static is(value: unknown): value is InspectorError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
