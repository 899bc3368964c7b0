import { schemaRef } from '../openapi/schemas.js';
import { json, noContent } from '../reply.js';
import type { Route } from '../route.js';
import { readLogin } from '../session/login-body.js';
import { sessionBody } from '../session/session-body.js';
import { endedCookie, sessionCookie } from '../session/session-cookie.js';

const SESSION = { schema: schemaRef('Session') } as const;

/** `GET /v1/session`. */
export const getSession: Route = {
  method: 'GET',
  path: '/v1/session',
  operation: 'getSession',
  summary: 'Say who the caller is, and what they may do',
  policy: 'introspection:session',
  responses: { 200: { description: 'What is known of the caller.', ...SESSION } },
  handle: async ({ caller, session }, { config }) =>
    json(200, await sessionBody(config, caller, session?.expiresAt)),
};

/** `POST /v1/session`. */
export const openSession: Route = {
  method: 'POST',
  path: '/v1/session',
  operation: 'openSession',
  summary: 'Log in from a page: the answer sets a cookie that scripts cannot read',
  policy: 'introspection:session:change',
  public: true,
  isLogIn: true,
  requestBody: {
    required: true,
    description: 'User and password, or a token of Keystone.',
    schema: schemaRef('Login'),
  },
  responses: { 200: { description: 'The caller is logged in.', ...SESSION } },
  failures: {
    400: 'The body is no log-in, or nobody has to log in.',
    413: 'The body is too large.',
  },
  async handle(request, { config, sessions }) {
    const given = readLogin(await request.body('login'), config.authStrategy);
    const { caller, credentials } = await request.logIn(given);
    const session = sessions?.open(credentials, caller.endsAt);
    const headers = session && { 'Set-Cookie': sessionCookie(session, request.isSecure) };
    return {
      ...json(200, await sessionBody(config, caller, session?.expiresAt)),
      ...(headers && { headers }),
    };
  },
};

/** `DELETE /v1/session`. */
export const closeSession: Route = {
  method: 'DELETE',
  path: '/v1/session',
  operation: 'closeSession',
  summary: 'Log out: the browser forgets the cookie, and a token that was got for the log-in is revoked',
  policy: 'introspection:session:change',
  public: true,
  responses: { 204: { description: 'The browser has no session any more.' } },
  async handle({ session, isSecure }, { access }) {
    if (session?.ownToken !== undefined) await access.signOff?.(session.ownToken);
    return { ...noContent(), headers: { 'Set-Cookie': endedCookie(isSecure) } };
  },
};
