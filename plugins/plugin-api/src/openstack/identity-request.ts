import type { JsonObject } from '../json/types.js';
import type { OpenStackOptions } from './options.js';

/** An object without the members that are undefined; undefined when none is left. */
function given(members: Readonly<Record<string, JsonObject | string | undefined>>): JsonObject | undefined {
  const present = Object.entries(members).filter(
    (entry): entry is [string, string | JsonObject] => entry[1] !== undefined,
  );
  return present.length === 0 ? undefined : Object.fromEntries(present);
}

/** The body of `POST /v3/auth/tokens` for the credentials of a client. */
export function identityRequest(options: OpenStackOptions): JsonObject {
  const scope = scopeOf(options);
  return { auth: { identity: identityOf(options), ...(scope === undefined ? {} : { scope }) } };
}

function identityOf(options: OpenStackOptions): JsonObject {
  if (options.authType === 'v3token') return { methods: ['token'], token: { id: options.token ?? '' } };
  if (options.authType !== 'v3applicationcredential') {
    return { methods: ['password'], password: { user: userOf(options, options.password) ?? {} } };
  }
  const byName = options.applicationCredentialId === undefined;
  const credential = given({
    id: options.applicationCredentialId,
    name: byName ? options.applicationCredentialName : undefined,
    secret: options.applicationCredentialSecret,
    user: byName ? userOf(options, undefined) : undefined,
  });
  return { methods: ['application_credential'], application_credential: credential ?? {} };
}

function userOf(options: OpenStackOptions, password: string | undefined): JsonObject | undefined {
  if (options.userId !== undefined) return given({ id: options.userId, password });
  const domain = domainOf(options.userDomainId, options.userDomainName, options);
  return given({ name: options.username, domain, password });
}

const domainOf = (
  id: string | undefined,
  name: string | undefined,
  options: OpenStackOptions,
): JsonObject | undefined =>
  given({ id, name: id === undefined ? name : undefined }) ??
  given({
    id: options.defaultDomainId,
    name: options.defaultDomainId === undefined ? options.defaultDomainName : undefined,
  });

/** Application credentials carry their scope themselves. */
function scopeOf(options: OpenStackOptions): JsonObject | undefined {
  if (options.authType === 'v3applicationcredential') return undefined;
  if (options.trustId !== undefined) return { 'OS-TRUST:trust': { id: options.trustId } };
  if (options.systemScope !== undefined) return { system: { [options.systemScope]: true } };
  if (options.projectId !== undefined) return { project: { id: options.projectId } };
  if (options.projectName !== undefined) {
    const domain = domainOf(options.projectDomainId, options.projectDomainName, options);
    return { project: { name: options.projectName, ...(domain === undefined ? {} : { domain }) } };
  }
  const domain = given({
    id: options.domainId,
    name: options.domainId === undefined ? options.domainName : undefined,
  });
  return domain === undefined ? undefined : { domain };
}
