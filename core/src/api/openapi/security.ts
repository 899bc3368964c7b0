import type { Route } from '../route.js';

/** How callers prove who they are, as the configuration says. */
export type Strategy = 'noauth' | 'http_basic' | 'keystone';

/** The name of the scheme of each strategy that has one. */
const SCHEMES = {
  http_basic: { basic: { type: 'http', scheme: 'basic' } },
  keystone: { token: { type: 'apiKey', in: 'header', name: 'X-Auth-Token' } },
} as const;

/** The security schemes of the document; none where callers are not authenticated. */
export const securitySchemes = (strategy: Strategy): object =>
  strategy === 'noauth' ? {} : { securitySchemes: SCHEMES[strategy] };

/** What a route asks of callers. */
export function operationSecurity({ public: isPublic, policy }: Route, strategy: Strategy): object {
  if (strategy === 'noauth') return {};
  const needed = Object.keys(SCHEMES[strategy]).map((scheme) => ({ [scheme]: [] }));
  return { security: isPublic === true ? [] : needed, 'x-policy-rule': policy };
}

const UNKNOWN =
  'The caller is not known; with `Retry-After`, because too many wrong credentials came from its address.';

const UNDECIDED = {
  http_basic: 'Too many passwords are being checked, or the service cannot do its work now; try again.',
  keystone: 'The identity service cannot tell who calls, or the service cannot do its work now; try again.',
} as const;

/** The failures of a route that asks who calls. */
export function accessFailures(
  { public: isPublic, isLogIn }: Route,
  strategy: Strategy,
): Readonly<Record<number, string>> {
  if (strategy === 'noauth') return {};
  const forbidden = { 403: 'The policy does not let the caller do this.' };
  return isPublic === true && isLogIn !== true
    ? forbidden
    : { 401: UNKNOWN, ...forbidden, 503: UNDECIDED[strategy] };
}

/** What the document says about callers. */
export const aboutCallers = (strategy: Strategy): string => ABOUT[strategy];

const ABOUT: Readonly<Record<Strategy, string>> = {
  noauth: 'Callers are not authenticated.',
  http_basic: 'Callers prove who they are with a user name and a password.',
  keystone: 'Callers prove who they are with a token of Keystone.',
};
