import type { JsonObject } from '@inspector/plugin-api';
import type { PasswordLogin } from '../session/given-login.js';

/** The domain of users and projects for whom none is named. */
export type DefaultDomain = { readonly id: string } | { readonly name: string };

/** The body by which Keystone is asked for a token for somebody with a password. Without a scope, it takes the default project. */
export function loginRequest(
  { user, password, userDomain, scope }: PasswordLogin,
  defaultDomain: DefaultDomain,
): JsonObject {
  const domain = userDomain === undefined ? defaultDomain : { name: userDomain };
  const identity = { methods: ['password'], password: { user: { name: user, domain, password } } };
  if (scope === undefined) return { auth: { identity } };
  if ('system' in scope) return { auth: { identity, scope: { system: { [scope.system]: true } } } };
  const projectDomain = scope.domain === undefined ? domain : { name: scope.domain };
  return { auth: { identity, scope: { project: { name: scope.project, domain: projectDomain } } } };
}
