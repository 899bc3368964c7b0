import { isErrorCode, ERROR_CODES, type AnyErrorCode } from './codes.js';

const BRAND = Symbol.for('inspector.error');

/** What besides the message an {@link InspectorError} can carry. */
export interface InspectorErrorOptions {
  /** HTTP status where it differs from the one of the code. */
  readonly status?: number;
  /** The error this one was made from. */
  readonly cause?: unknown;
}

/** Status of a code that is not in the table: a verdict of a plugin, or a misspelt code of the project, which is a defect. */
const statusOf = (code: AnyErrorCode): number => {
  if (isErrorCode(code)) return ERROR_CODES[code].status;
  return String(code).startsWith('INSP_') ? 500 : 400;
};

/**
 * An expected failure: it has a code from the error table or one of a plugin's own, an HTTP status, and a message written for the
 * person who reads it (what happened, to which node or plugin, what to do).
 *
 * Plugins throw it to fail an introspection with a text of their own. Anything else that is thrown counts as
 * unexpected and is reported as `Unexpected exception <Class> …` with status 500.
 */
export class InspectorError extends Error {
  readonly code: AnyErrorCode;
  readonly status: number;

  /**
   * @param code - one of the table, or one of the plugin's own, such as `ACME_NO_RACK`: its status is 400 unless
   *   `options` says otherwise, so the ramdisk does not post the same data again
   */
  constructor(code: AnyErrorCode, message: string, options: InspectorErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'InspectorError';
    this.code = code;
    this.status = options.status ?? statusOf(code);
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
