import { InspectorError, thrownText, type AnyErrorCode } from '@inspector/plugin-api';

/** What was thrown, as plain JSON data. */
export interface PlainError {
  /** Code and HTTP status of an {@link InspectorError}, also a code that only its plugin knows; else absent. */
  readonly code?: string;
  readonly status?: number;
  /** Class, such as `TypeError`; the type of a value that is no error, such as `string`. */
  readonly className: string;
  readonly message: string;
  /** Where an error without a code came from. */
  readonly stack?: string;
  readonly cause?: PlainError;
}

/** How many causes are kept: chains are short, but nothing keeps one from being a circle. */
const CAUSES = 8;

/** Status of a coded error that was made without one. */
const NO_STATUS = 500;

/** An error without a code that was thrown elsewhere. */
class ForeignError extends Error {
  declare readonly plain: PlainError;

  constructor(plain: PlainError) {
    super(plain.message, causeOf(plain));
    this.name = plain.className;
    // Not enumerable: a log prints what it holds already.
    Object.defineProperty(this, 'plain', { value: plain });
    if (plain.stack === undefined) delete this.stack;
    else this.stack = plain.stack;
  }
}

/**
 * Describes what was thrown as plain data, to be sent to another process.
 *
 * @see errorFromPlain
 */
export const errorToPlain = (error: unknown): PlainError => describe(error, CAUSES);

function describe(error: unknown, causes: number): PlainError {
  if (error instanceof ForeignError) return error.plain;
  const className = classNameOf(error);
  if (!(error instanceof Error) && !InspectorError.is(error))
    return { className, message: thrownText(error) };
  const { message, stack, cause } = error;
  return {
    className,
    message,
    ...(InspectorError.is(error)
      ? { code: error.code, status: error.status ?? NO_STATUS }
      : stack !== undefined && { stack }),
    ...(cause !== undefined && causes > 0 && { cause: describe(cause, causes - 1) }),
  };
}

/**
 * Makes an error of its description again: an {@link InspectorError} with the same code and status, or an error
 * that {@link classNameOf} and {@link errorToPlain} describe as they described the original.
 */
export function errorFromPlain(plain: PlainError): Error {
  const { code, status = NO_STATUS, message } = plain;
  if (code === undefined) return new ForeignError(plain);
  return new InspectorError(code as AnyErrorCode, message, { status, ...causeOf(plain) });
}

const causeOf = ({ cause }: PlainError): { readonly cause?: Error } =>
  cause === undefined ? {} : { cause: errorFromPlain(cause) };

/** Class of an error, wherever it was thrown; the type of anything else. */
export function classNameOf(error: unknown): string {
  if (error instanceof ForeignError) return error.plain.className;
  return error instanceof Error ? error.constructor.name : typeof error;
}
