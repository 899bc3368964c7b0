import type { Context } from 'koa';
import type { Caller, Denial } from '../access/access-control.js';
import type { OpenSession } from '../access/session/sessions.js';
import type { Links } from './links.js';
import type { Route } from './route.js';
import type { ApiVersion } from './version.js';

/** What the steps before the handler have found out about a request. */
export interface RequestState {
  caller: Caller;
  links: Links;
  version: ApiVersion;
  /** The session that the request belongs to; undefined: none. */
  session: OpenSession | undefined;
  /** What is known once a route was reached. */
  reached?: ReachedRoute;
}

/** A route that was reached, and what was decided about the caller there. */
export interface ReachedRoute {
  readonly route: Route;
  /** The parts of the path. */
  readonly params: Readonly<Record<string, string>>;
  /** Null: nothing speaks against the caller; undefined: nothing was decided yet. */
  denial?: Denial | null;
  /** true: somebody has logged in here, or was not let in. */
  isLogIn?: true;
}

/** The state of a request behind the step that finds out who calls. */
export const stateOf = (ctx: Context): RequestState => ctx.state as RequestState;

/** The state of a request, however far it got. */
export const presentStateOf = (ctx: Context): Partial<RequestState> => ctx.state as Partial<RequestState>;
