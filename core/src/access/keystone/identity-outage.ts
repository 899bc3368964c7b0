import { InspectorError } from '@inspector/plugin-api';

/** Seconds after which a caller should try again, where the identity service does not say. */
const RETRY_AFTER = 5;

/** Whether a token is good cannot be told now. It counts as neither. */
export class IdentityOutage extends Error {
  /** Seconds, or a date, as in the header `Retry-After`. */
  readonly retryAfter: string;

  constructor(message: string, { retryAfter = String(RETRY_AFTER), cause }: IdentityOutageOptions = {}) {
    super(message, { cause });
    this.name = 'IdentityOutage';
    this.retryAfter = retryAfter;
  }

  /** There was no answer yet after so many milliseconds. */
  static late(milliseconds: number): IdentityOutage {
    return new IdentityOutage(`The identity service gave no answer within ${milliseconds / 1000} s`);
  }

  /** What the caller is told: not where the service is asked, nor its words. The log has the message. */
  toError(): InspectorError {
    return new InspectorError(
      'INSP_IDENTITY_FAILED',
      'The identity service cannot tell at present who you are; try again in a few seconds',
      { cause: this },
    );
  }
}

/** What besides the message an {@link IdentityOutage} has. */
export interface IdentityOutageOptions {
  readonly retryAfter?: string | undefined;
  readonly cause?: unknown;
}
