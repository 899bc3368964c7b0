import type { Context } from 'koa';
import type { Denial } from '../../access/access-control.js';
import type { GivenLogin } from '../../access/session/given-login.js';
import type { LoginCredentials } from '../../access/session/sealed-login.js';
import { credentialHeaders } from '../../access/session/sessions.js';
import type { ApiDependencies } from '../dependencies.js';
import type { ReachedRoute, RequestState } from '../request-state.js';
import type { LoggedIn } from './logged-in.js';
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
 * Finds out who logs in. Whoever is known may, whatever else they may do.
 *
 * @throws the denial of whoever is not known, or about whom nobody can tell
 */
export async function logIn(
  given: GivenLogin,
  { ctx, state, reached, address }: LogIn,
  { access, config }: Pick<ApiDependencies, 'access' | 'config'>,
): Promise<LoggedIn> {
  const refuse = (denial: Denial): never => {
    reached.isLogIn = true;
    reached.denial = denial;
    ctx.set({ ...denial.headers });
    if (denial.error.status === 401) ctx.set('WWW-Authenticate', pageChallenge(config.authStrategy));
    throw denial.error;
  };
  const got = 'password' in given ? await access.signOn?.(given, address) : undefined;
  if (got !== undefined && 'denial' in got) return refuse(got.denial);
  const credentials: LoginCredentials = got === undefined ? given : { token: got.token, isOwn: true };
  const headers = credentialHeaders(credentials);
  const caller = await access.identify({ method: 'GET', path: '/v1/session', headers, address });
  const denial = await caller.authorise('introspection:session', false);
  state.caller = caller;
  if (denial !== undefined && denial.error.code !== 'INSP_FORBIDDEN') return refuse(denial);
  reached.isLogIn = true;
  return { caller, credentials };
}
