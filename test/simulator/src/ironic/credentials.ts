import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from './answer.js';

/** Who may use a fake Ironic. Without credentials everybody may. */
export interface Credentials {
  /** HTTP basic authentication. */
  readonly basic?: { readonly username: string; readonly password: string };
  /** Decides about `X-Auth-Token`. */
  readonly token?: (token: string) => boolean;
}

/** The 401 for a request without valid credentials; nothing if it may pass. */
export function refusal(
  headers: IncomingHttpHeaders,
  credentials: Credentials | undefined,
): Answer | undefined {
  if (credentials?.basic !== undefined) {
    const { username, password } = credentials.basic;
    const wanted = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    if (headers.authorization === wanted) return undefined;
    return unauthorized('Basic realm="Baremetal API"');
  }
  if (credentials?.token !== undefined) {
    const token = headers['x-auth-token'];
    if (typeof token === 'string' && credentials.token(token)) return undefined;
    return unauthorized('Keystone uri="http://127.0.0.1/identity"');
  }
  return undefined;
}

function unauthorized(challenge: string): Answer {
  const error = {
    message: 'The request you have made requires authentication.',
    code: 401,
    title: 'Unauthorized',
  };
  return { status: 401, body: { error }, headers: { 'WWW-Authenticate': challenge } };
}
