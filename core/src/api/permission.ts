import type { Denial } from '../access/access-control.js';

/** The permission under which a request is answered, for answers that take long. */
export interface Permission {
  /** When the credentials end, in milliseconds of the epoch; undefined: not by themselves. */
  readonly endsAt: number | undefined;
  /** Decides anew; undefined: the caller may go on. */
  check(): Promise<Denial | undefined>;
}
