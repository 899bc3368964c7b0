import type { Caller } from '../../access/access-control.js';
import type { LoginCredentials } from '../../access/session/sealed-login.js';

/** Somebody who has logged in. */
export interface LoggedIn {
  readonly caller: Caller;
  /** What their requests bring from now on. */
  readonly credentials: LoginCredentials;
}
