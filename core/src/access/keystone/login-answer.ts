import { InspectorError } from '@inspector/plugin-api';
import type { ServiceAnswer } from '@inspector/plugin-api/openstack';
import { IdentityOutage } from './identity-outage.js';
import { isScoped, readTokenFacts } from './token-facts.js';

/** What Keystone says to somebody with a password. */
export type LoginAnswer =
  | { readonly kind: 'token'; readonly token: string }
  /** User, password or project is wrong; it does not say which. */
  | { readonly kind: 'wrong' }
  /** User and password are right, and nobody is let in all the same. */
  | { readonly kind: 'refused'; readonly error: InspectorError };

/** A token is sent in a header. */
const TOKEN = /^[\x21-\x7e]+$/;

/**
 * Reads the answer to a log-in. Nothing of its body is quoted: a proxy that fails may repeat the request, with the password.
 *
 * @throws {@link IdentityOutage} for what tells nothing about the user
 */
export function readLoginAnswer(answer: ServiceAnswer): LoginAnswer {
  const { status } = answer;
  if (status === 201) return tokenIn(answer);
  if (status === 401) return refusalIn(answer);
  if (status === 403) return refused('Keystone does not let this user log in.');
  throw new IdentityOutage(`The identity service ${WHAT[status] ?? 'fails'} at a log-in: ${told(answer)}`, {
    retryAfter: answer.header('retry-after'),
  });
}

const WHAT: Readonly<Record<number, string>> = {
  400: 'does not understand the request',
  404: 'has no identity API',
};

const told = (answer: ServiceAnswer): string => {
  const [type, place] = [answer.header('content-type'), answer.header('location')];
  return [
    `${answer.status}`,
    ...(type === undefined ? [] : [`of ${type}`]),
    ...(place === undefined ? [] : [`which leads to ${place}`]),
  ].join(' ');
};

function tokenIn(answer: ServiceAnswer): LoginAnswer {
  const token = answer.header('x-subject-token') ?? '';
  const facts = readTokenFacts(answer.body.toString('utf8'));
  if (!TOKEN.test(token) || facts === undefined) {
    throw new IdentityOutage(
      `The identity service answered a log-in with something that is no token: ${told(answer)}`,
    );
  }
  if (!isScoped(facts)) return refused('You have no default project: name the project to work in.');
  return { kind: 'token', token };
}

/** What Keystone says after a password that is right, if nobody has changed its language, and what it means. */
const REASONS = [
  [/password is expired/i, 'Your password has expired: change it in OpenStack, and log in again.'],
  [/account is disabled/i, 'Your account is disabled: ask whoever runs OpenStack.'],
  [/account is locked/i, 'Your account is locked after too many wrong passwords: try again later.'],
] as const;

function refusalIn(answer: ServiceAnswer): LoginAnswer {
  if (answer.header('openstack-auth-receipt') !== undefined) {
    return refused('Keystone asks for another factor besides the password: log in with a token instead.');
  }
  const text = answer.body.toString('utf8');
  const [, reason] = REASONS.find(([said]) => said.test(text)) ?? [];
  return reason === undefined ? { kind: 'wrong' } : refused(reason);
}

const refused = (why: string): LoginAnswer => ({
  kind: 'refused',
  error: new InspectorError('INSP_LOGIN_REFUSED', why),
});
