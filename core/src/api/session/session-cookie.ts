import { SESSION_COOKIE, type NewSession } from '../../access/session/sessions.js';

/**
 * The cookie of a session. It has no path: a browser then binds it to the folder of the route, `/v1`, below whatever path a proxy
 * has put in front of it.
 */
export const sessionCookie = ({ sealed, seconds }: NewSession, isSecure: boolean): string =>
  cookie(sealed, seconds, isSecure);

/** What has a browser forget the session. */
export const endedCookie = (isSecure: boolean): string => cookie('', 0, isSecure);

const cookie = (value: string, seconds: number, isSecure: boolean): string =>
  [
    `${SESSION_COOKIE}=${value}`,
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(isSecure ? ['Secure'] : []),
  ].join('; ');
