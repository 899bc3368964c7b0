import type { Context } from 'koa';
import type { Caller } from '../../access/access-control.js';
import type { LoginCredentials } from '../../access/session/sealed-login.js';
import { credentialHeaders } from '../../access/session/sessions.js';
import type { ApiDependencies } from '../dependencies.js';
import type { ReachedRoute, RequestState } from '../request-state.js';
import { pageChallenge } from './page-challenge.js';

/** What a log-in needs of its request. */
interface LogIn {
  readonly ctx: Context;
  readonly state: RequestState;
  readonly reached: ReachedRoute;
  /** Address that wrong credentials are counted for. */
  readonly address: string | undefined;
}

/**
 * Finds out whose credentials these are. Whoever is known may log in, whatever else they may do.
 *
 * @throws the denial of whoever is not known, or about whom nobody can tell
 */
export async function logIn(
  credentials: LoginCredentials,
  { ctx, state, reached, address }: LogIn,
  { access, config }: Pick<ApiDependencies, 'access' | 'config'>,
): Promise<Caller> {
  const headers = credentialHeaders(credentials);
  const caller = await access.identify({ method: 'GET', path: '/v1/session', headers, address });
  const denial = await caller.authorise('introspection:session', false);
  state.caller = caller;
  reached.isLogIn = true;
  if (denial === undefined || denial.error.code === 'INSP_FORBIDDEN') return caller;
  reached.denial = denial;
  ctx.set({ ...denial.headers });
  if (denial.error.status === 401) ctx.set('WWW-Authenticate', pageChallenge(config.authStrategy));
  throw denial.error;
}
