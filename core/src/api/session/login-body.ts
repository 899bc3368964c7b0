import { InspectorError } from '@inspector/plugin-api';
import type { LoginCredentials } from '../../access/session/sealed-login.js';
import type { InspectorConfig } from '../../config/types.js';

/**
 * The credentials in the body of a log-in.
 *
 * @throws INSP_BAD_REQUEST where they are not what the strategy takes
 */
export function readLogin(text: string, strategy: InspectorConfig['authStrategy']): LoginCredentials {
  if (strategy === 'noauth') throw refused('nobody has to log in here: authStrategy is noauth');
  const given = parsed(text);
  if (strategy === 'keystone') {
    const { token } = given;
    if (!isText(token)) throw refused('a log-in is an object with "token", a token of Keystone');
    return { token: token.trim() };
  }
  const { user, password } = given;
  if (!isText(user) || !isText(password) || user.includes(':')) {
    throw refused('a log-in is an object with "user", which has no colon, and "password"');
  }
  return { user, password };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // The same answer as to JSON of another shape; the text may hold a password, so nothing of it is told.
  }
  throw refused('the body is not a JSON object');
}

/** Control characters cannot be sent in headers, and no user, password or token has them. */
const isText = (value: unknown): value is string =>
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  typeof value === 'string' && value !== '' && !/[\u0000-\u001f\u007f]/.test(value);

const refused = (why: string): InspectorError =>
  new InspectorError('INSP_BAD_REQUEST', `The log-in cannot be taken: ${why}`);
