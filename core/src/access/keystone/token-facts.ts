import type { AccessRule } from './access-rules.js';

/** What a token says about whoever holds it. */
export interface TokenFacts {
  /** When it ends, in milliseconds of the epoch. */
  readonly expiresAt: number;
  readonly user: Named;
  readonly project: Named | undefined;
  /** Id of the domain the token is for, if it is for one. */
  readonly domainId: string | undefined;
  /** Whether the token is for the whole system. */
  readonly system: boolean;
  readonly roles: readonly string[];
  readonly isAdminProject: boolean;
  /** What the application credential may be used for; undefined: everything. */
  readonly accessRules: readonly AccessRule[] | undefined;
  /** Whether only the holder of something else than the token may use it: a Kerberos ticket, a client certificate. */
  readonly bound: boolean;
  /** For the audit log. */
  readonly auditId: string | undefined;
}

/** A user or a project, with its domain. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly domainId: string;
  readonly domainName: string;
}

/** Whether a token is for something: one that only says who somebody is gives no role. */
export const isScoped = ({ project, domainId, system }: TokenFacts): boolean =>
  project !== undefined || domainId !== undefined || system;

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads the answer of Keystone to a question about a token.
 *
 * @returns undefined for what is no token document
 */
export function readTokenFacts(body: string): TokenFacts | undefined {
  const token = membersOf(parsed(body)?.['token']);
  const user = token && namedIn(token['user']);
  const expiresAt = Date.parse(textIn(token, 'expires_at') ?? '');
  if (token === undefined || user === undefined || Number.isNaN(expiresAt)) return undefined;
  const credential = membersOf(token['application_credential']);
  const rules = credential?.['access_rules'];
  return {
    expiresAt,
    user,
    project: namedIn(token['project']),
    domainId: textIn(membersOf(token['domain']), 'id'),
    system: membersOf(token['system'])?.['all'] === true,
    roles: listOf(token['roles']).flatMap((role) => textIn(membersOf(role), 'name') ?? []),
    isAdminProject: token['is_admin_project'] !== false,
    accessRules: Array.isArray(rules)
      ? rules.flatMap((rule) => accessRuleOf(membersOf(rule)) ?? [])
      : undefined,
    bound: isBound(token),
    auditId: listOf(token['audit_ids']).find((id) => typeof id === 'string'),
  };
}

function parsed(body: string): Members | undefined {
  try {
    return membersOf(JSON.parse(body));
  } catch {
    return undefined;
  }
}

const membersOf = (value: unknown): Members | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function textIn(members: Members | undefined, name: string): string | undefined {
  const value = members?.[name];
  return typeof value === 'string' ? value : undefined;
}

function namedIn(value: unknown): Named | undefined {
  const members = membersOf(value);
  const id = textIn(members, 'id');
  if (id === undefined) return undefined;
  const domain = membersOf(members?.['domain']);
  return {
    id,
    name: textIn(members, 'name') ?? '',
    domainId: textIn(domain, 'id') ?? '',
    domainName: textIn(domain, 'name') ?? '',
  };
}

/** A rule that cannot be read allows nothing, so it is left out: what is left allows less, never more. */
function accessRuleOf(rule: Members | undefined): AccessRule | undefined {
  const [service, method, path] = ['service', 'method', 'path'].map((name) => textIn(rule, name));
  if (service === undefined || method === undefined || path === undefined) return undefined;
  return { service, method, path };
}

/** Kerberos (`bind`), or the thumbprint of a client certificate. */
function isBound(token: Members): boolean {
  const bind = membersOf(token['bind']);
  const credential = membersOf(token['oauth2_credential']);
  return (bind !== undefined && Object.keys(bind).length > 0) || credential?.['x5t#S256'] !== undefined;
}
