import type { IncomingHttpHeaders } from 'node:http';
import { InspectorError } from '@inspector/plugin-api';
import { sealLogin, unsealLogin, type Login, type LoginCredentials } from './sealed-login.js';

/** Name of the cookie. */
export const SESSION_COOKIE = 'inspector_session';
/** The header that pages send with each request. Other sites cannot, so it tells a page's own request from theirs. */
export const SESSION_HEADER = 'x-inspector-session';

/** Characters of a cookie that all browsers keep, with its name and attributes. */
const LONGEST_COOKIE = 3800;

/** Headers by which a request says itself who sends it. */
const CREDENTIALS = ['authorization', 'x-auth-token', 'x-storage-token', 'x-service-token'] as const;

/** A login that came with a request. */
export interface OpenSession {
  /** The headers of the request, with the credentials of the login. */
  readonly headers: IncomingHttpHeaders;
  /** Milliseconds of the epoch. */
  readonly expiresAt: number;
  /** The token of the login, where this service got it. */
  readonly ownToken: string | undefined;
}

/** A new login. */
export interface NewSession {
  /** Value of the cookie. */
  readonly sealed: string;
  /** How long it lasts. */
  readonly seconds: number;
  /** Milliseconds of the epoch. */
  readonly expiresAt: number;
}

/**
 * Logins from pages. A browser keeps the credentials, sealed, in a cookie that scripts cannot read; each request is then judged as
 * if it had brought them itself. So nothing is kept here, every process with the secret knows every login, and whoever loses a
 * password, a token or a role loses it for pages at the same moment.
 */
export class Sessions {
  constructor(
    private readonly key: Buffer,
    private readonly lifetime: number,
    private readonly clock: () => number = Date.now,
  ) {}

  /**
   * Begins a session.
   *
   * @param endsAt - when the credentials end, in milliseconds of the epoch: no session outlives them; undefined: not by themselves
   * @throws INSP_BAD_REQUEST for credentials that no cookie can hold
   */
  open(credentials: LoginCredentials, endsAt = Number.POSITIVE_INFINITY): NewSession {
    const now = this.clock();
    const expiresAt = Math.min(now + this.lifetime * 1000, endsAt);
    const sealed = sealLogin({ credentials, expiresAt }, this.key);
    if (sealed.length > LONGEST_COOKIE) {
      throw new InspectorError(
        'INSP_BAD_REQUEST',
        'The token is too long to be kept by a browser: take one without a catalogue, or an application credential',
      );
    }
    return { sealed, seconds: Math.ceil((expiresAt - now) / 1000), expiresAt };
  }

  /**
   * The session that a request belongs to; undefined: none. A request that brings credentials speaks for itself.
   *
   * @throws INSP_SESSION_HEADER_MISSING for a request that may change something and does not come from a page of this server
   */
  find(method: string, headers: IncomingHttpHeaders): OpenSession | undefined {
    if (CREDENTIALS.some((name) => headers[name] !== undefined)) return undefined;
    const login = this.#loginIn(headers);
    if (login === undefined || login.expiresAt <= this.clock()) return undefined;
    if (!READING.has(method) && headers[SESSION_HEADER] === undefined) {
      throw new InspectorError(
        'INSP_SESSION_HEADER_MISSING',
        'A request with the cookie of a session needs the header X-Inspector-Session, so that no other site can send it',
      );
    }
    const { credentials, expiresAt } = login;
    return {
      headers: { ...headers, ...credentialHeaders(credentials) },
      expiresAt,
      ownToken: 'token' in credentials && credentials.isOwn === true ? credentials.token : undefined,
    };
  }

  #loginIn({ cookie = '' }: IncomingHttpHeaders): Login | undefined {
    for (const part of cookie.split(';')) {
      const [name, value = ''] = part.trim().split('=', 2);
      const login = name === SESSION_COOKIE ? unsealLogin(value, this.key) : undefined;
      if (login !== undefined) return login;
    }
    return undefined;
  }
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The headers by which a program would say the same. */
export function credentialHeaders(credentials: LoginCredentials): IncomingHttpHeaders {
  if ('token' in credentials) return { 'x-auth-token': credentials.token };
  const { user, password } = credentials;
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}
