import type { IncomingHttpHeaders } from 'node:http';
import type { Actor } from '@inspector/plugin-api';
import { isAllowedBy, type RuledRequest } from './access-rules.js';
import type { TokenCache } from './token-cache.js';
import type { Named, TokenFacts } from './token-facts.js';

/** What became of the credentials of a request. */
export type Identification =
  /** There are none, or none that is valid. */
  | { readonly kind: 'unknown' }
  /** The application credential is not meant for this request. */
  | { readonly kind: 'not-for-this' }
  | { readonly kind: 'known'; readonly token: TokenFacts; readonly service: TokenFacts | undefined };

/** What identification needs to know. */
export interface IdentificationOptions {
  readonly tokens: Pick<TokenCache, 'find'>;
  /** Roles of which a service needs one to speak for a caller. */
  readonly serviceTokenRoles: readonly string[];
  /** Type of this service in the catalogue, which access rules name. */
  readonly serviceType: string;
  /** Milliseconds of the epoch. */
  readonly clock?: () => number;
}

const UNKNOWN: Identification = { kind: 'unknown' };

/**
 * Finds out who sends a request, by its tokens alone: no other header says anything about a caller.
 *
 * With the token of a service that has one of the roles, the token of the caller may have expired meanwhile, and its
 * access rules were for the service. The token of a service that is not valid, or has no such role, makes the request one
 * of nobody.
 *
 * @throws `IdentityOutage` when it cannot be told
 */
export async function identify(
  headers: IncomingHttpHeaders,
  request: RuledRequest,
  { tokens, serviceTokenRoles, serviceType, clock = Date.now }: IdentificationOptions,
): Promise<Identification> {
  const text = tokenIn(headers, 'x-auth-token') ?? tokenIn(headers, 'x-storage-token');
  if (text === undefined) return UNKNOWN;
  const serviceText = tokenIn(headers, 'x-service-token');
  const [token, service] = await Promise.all([
    tokens.find(text, { allowExpired: serviceText !== undefined }),
    serviceText === undefined ? undefined : tokens.find(serviceText),
  ]);
  const ended = (facts: TokenFacts): boolean => facts.expiresAt <= clock();
  if (token === undefined || token.bound) return UNKNOWN;
  if (serviceText !== undefined) {
    const speaks = service?.roles.some((role) => serviceTokenRoles.includes(role)) === true;
    if (service === undefined || service.bound || ended(service) || !speaks) return UNKNOWN;
    return { kind: 'known', token, service };
  }
  if (ended(token)) return UNKNOWN;
  if (token.accessRules !== undefined && !isAllowedBy(token.accessRules, serviceType, request)) {
    return { kind: 'not-for-this' };
  }
  return { kind: 'known', token, service: undefined };
}

function tokenIn(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  const text = (Array.isArray(value) ? value[0] : value)?.trim();
  return text === '' ? undefined : text;
}

/** Who holds a token, for events and the audit log. */
export const actorOf = ({ user, project, roles, auditId }: TokenFacts): Actor => ({
  userId: user.id,
  userName: user.name,
  ...(project === undefined ? {} : { projectId: project.id, projectName: project.name }),
  roles,
  method: 'keystone',
  ...(auditId === undefined ? {} : { auditId }),
});

/** What policy rules know about a caller; attributes of the service have names of their own. */
export function policyValuesOf(
  token: TokenFacts,
  service: TokenFacts | undefined,
): Readonly<Record<string, string | boolean | readonly string[]>> {
  return {
    ...named('user', token.user),
    ...named('project', token.project),
    ...(token.domainId === undefined ? {} : { domain_id: token.domainId }),
    roles: token.roles,
    is_admin_project: token.isAdminProject,
    ...(token.system ? { system_scope: 'all', system: 'all' } : {}),
    is_public_api: false,
    auth_method: 'keystone',
    ...(service === undefined
      ? {}
      : {
          service_user_id: service.user.id,
          service_user_domain_id: service.user.domainId,
          service_roles: service.roles,
          ...(service.project === undefined
            ? {}
            : {
                service_project_id: service.project.id,
                service_project_domain_id: service.project.domainId,
              }),
        }),
  };
}

function named(kind: 'user' | 'project', who: Named | undefined): Readonly<Record<string, string>> {
  if (who === undefined) return {};
  return {
    [`${kind}_id`]: who.id,
    [`${kind}_name`]: who.name,
    [`${kind}_domain_id`]: who.domainId,
    [`${kind}_domain_name`]: who.domainName,
  };
}
