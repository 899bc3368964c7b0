import type { IncomingHttpHeaders } from 'node:http';
import type { ClientCertificate } from './certificate/client-certificate.js';
import type { Actor, InspectorError } from '@inspector/plugin-api';
import type { PasswordLogin } from './session/given-login.js';
import type { PolicyRule } from './policy/rule-defaults.js';

export { ROUTE_RULES, type PolicyRule } from './policy/rule-defaults.js';

/** Why a request is turned away. */
export interface Denial {
  /** Its status is the one of the answer: 401 to a caller nobody knows, 403 to one who may not do this. */
  readonly error: InspectorError;
  /** Headers of the answer, such as `WWW-Authenticate`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whoever sent a request, as far as the authentication strategy could tell. */
export interface Caller {
  /** For the log, once the caller has proved who it is; absent when nobody is known. */
  readonly name?: string | undefined;
  /** Who the caller is, for events and the audit log, once it has been proved; absent when nobody is known. */
  readonly actor?: Actor | undefined;
  /** When the credentials end, in milliseconds of the epoch, once they were looked at; absent: not by themselves. */
  readonly endsAt?: number | undefined;
  /**
   * Decides whether the caller may do what a policy rule stands for; `undefined` means yes. Public routes are
   * open to callers without credentials, and nobody looks at credentials there.
   */
  authorise(rule: PolicyRule, isPublic: boolean): Denial | undefined | Promise<Denial | undefined>;
  /** Decides about another rule by what {@link authorise} has found out of the caller last, without finding it out again. */
  holds?(rule: PolicyRule): Promise<boolean>;
  /** The comparison of the policy that decided about a rule; undefined: no policy was asked. */
  decidedBy?(rule: PolicyRule): string | undefined;
}

/** What came of a log-in with user and password: credentials that requests can bring, or why there are none. */
export type SignedOn = { readonly token: string } | { readonly denial: Denial };

/** A request as far as it tells who sends it. */
export interface CallingRequest {
  readonly method: string;
  /** The path that is routed, percent-encoded, without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The certificate of the connection; undefined where there is none that a known CA has signed. */
  certificate?(): ClientCertificate | undefined;
  /** Address that wrong credentials are counted for; undefined: they are not counted. */
  readonly address?: string | undefined;
}

/** An authentication strategy. Its two steps are those of every request: before the version check, before the handler. */
export interface AccessControl {
  /**
   * Finds out who calls. Missing and wrong credentials are no error yet (public routes accept them); throws
   * an error with status 400 for credentials that cannot be parsed.
   */
  identify(request: CallingRequest): Caller | Promise<Caller>;
  /**
   * Gets a token for somebody who logs in with user and password. Absent: requests bring user and password themselves.
   *
   * @param address - that wrong passwords are counted for; undefined: they are not counted
   */
  readonly signOn?: ((login: PasswordLogin, address: string | undefined) => Promise<SignedOn>) | undefined;
  /** Has a token that {@link signOn} got end, if that can be done now. Never throws because of an outage. */
  readonly signOff?: ((token: string) => Promise<void>) | undefined;
}
