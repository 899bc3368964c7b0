import { flag, integer, list } from '../option.js';

/** The `cors` group. */
export const corsOptions = {
  allowedOrigin: list([], 'Origins that may read answers in a browser; empty: CORS is off.'),
  allowCredentials: flag(true, 'Let browsers send credentials.'),
  exposeHeaders: list([], 'Headers that pages may read.'),
  maxAge: integer(3600, 'Seconds a preflight answer may be cached.', { minimum: 0 }),
  allowMethods: list(
    ['GET', 'POST', 'PUT', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS'],
    'Methods that pages may use.',
  ),
  allowHeaders: list(
    [
      'X-Auth-Token',
      'X-OpenStack-Ironic-Inspector-API-Minimum-Version',
      'X-OpenStack-Ironic-Inspector-API-Maximum-Version',
      'X-OpenStack-Ironic-Inspector-API-Version',
    ],
    'Headers that pages may send.',
  ),
} as const;
