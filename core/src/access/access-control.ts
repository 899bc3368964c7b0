import type { IncomingHttpHeaders } from 'node:http';
import type { InspectorError } from '@inspector/plugin-api';

/** Names of the policy rules, one of which every route asks for; those of ironic-inspector where it has the route. */
export const POLICY_RULES = [
  'introspection',
  'introspection:version',
  'introspection:continue',
  'introspection:status',
  'introspection:start',
  'introspection:abort',
  'introspection:data',
  'introspection:reapply',
  'introspection:rule:get',
  'introspection:rule:create',
  'introspection:rule:delete',
  'introspection:rule:explain',
  'introspection:plugins',
  'introspection:pxe-filter',
  'introspection:diagnosis',
  'introspection:metrics',
  'introspection:openapi',
] as const;
/** Name of a policy rule. */
export type PolicyRule = (typeof POLICY_RULES)[number];

/** Why a request is turned away. */
export interface Denial {
  /** Its status is the one of the answer: 401 to a caller nobody knows, 403 to one who may not do this. */
  readonly error: InspectorError;
  /** Headers of the answer, such as `WWW-Authenticate`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whoever sent a request, as far as the authentication strategy could tell. */
export interface Caller {
  /** For the log; absent when nobody is known. */
  readonly name?: string;
  /**
   * Decides whether the caller may do what a policy rule stands for; `undefined` means yes. Public routes are
   * open to callers without credentials.
   */
  authorise(rule: PolicyRule, isPublic: boolean): Denial | undefined | Promise<Denial | undefined>;
}

/** An authentication strategy. Its two steps are those of every request: before the version check, before the handler. */
export interface AccessControl {
  /**
   * Finds out who calls. Missing and wrong credentials are no error yet (public routes accept them); throws
   * an error with status 400 for credentials that cannot be parsed, and one with 503 when the identity service is
   * out of reach.
   */
  identify(headers: IncomingHttpHeaders): Caller | Promise<Caller>;
}
