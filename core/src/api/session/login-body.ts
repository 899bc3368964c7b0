import { InspectorError } from '@inspector/plugin-api';
import type { GivenLogin, LoginScope, PasswordLogin } from '../../access/session/given-login.js';
import type { InspectorConfig } from '../../config/types.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * What somebody logs in with, as the body of a log-in says it.
 *
 * @throws INSP_BAD_REQUEST where it is not what the strategy takes
 */
export function readLogin(text: string, strategy: InspectorConfig['authStrategy']): GivenLogin {
  if (strategy === 'noauth') throw refused('nobody has to log in here: authStrategy is noauth');
  const given = parsed(text);
  return strategy === 'keystone' ? keystoneLogin(given) : basicLogin(given);
}

function basicLogin({ user, password }: Members): PasswordLogin {
  if (!isText(user) || !isText(password) || user.includes(':')) {
    throw refused('a log-in is an object with "user", which has no colon, and "password"');
  }
  return { user, password };
}

function keystoneLogin(given: Members): GivenLogin {
  const { user, password, token } = given;
  if (isText(token) && user === undefined && password === undefined) return { token: token.trim() };
  if (!isText(user) || !isText(password) || token !== undefined) {
    throw refused('a log-in is an object with "user" and "password", or with "token", a token of Keystone');
  }
  return { user, password, userDomain: textIn(given, 'user_domain'), scope: scopeIn(given) };
}

function scopeIn(given: Members): LoginScope | undefined {
  const [project, domain] = [textIn(given, 'project'), textIn(given, 'project_domain')];
  const system = given['system_scope'];
  if (system !== undefined) {
    if (system !== 'all') throw refused('"system_scope" is "all", or absent');
    if (project !== undefined) throw refused('it is for "project" or for "system_scope", not for both');
  }
  if (domain !== undefined && project === undefined) {
    throw refused('"project_domain" is the domain of "project", which is absent');
  }
  if (system !== undefined) return { system };
  return project === undefined ? undefined : { project, domain };
}

/** A member that may be absent. */
function textIn(given: Members, name: string): string | undefined {
  const value = given[name];
  if (value === undefined || isText(value)) return value;
  throw refused(`"${name}" is a text that is not empty, or absent`);
}

function parsed(text: string): Members {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Members;
  } catch {
    // The same answer as to JSON of another shape; the text may hold a password, so nothing of it is told.
  }
  throw refused('the body is not a JSON object');
}

/** Control characters cannot be sent in headers, and no user, password or token has them; half characters cannot be sent at all. */
const isText = (value: unknown): value is string =>
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  typeof value === 'string' && value !== '' && !/[\u0000-\u001f\u007f]|\p{Surrogate}/u.test(value);

const refused = (why: string): InspectorError =>
  new InspectorError('INSP_BAD_REQUEST', `The log-in cannot be taken: ${why}`);
