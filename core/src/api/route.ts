import type { Caller, PolicyRule } from '../access/access-control.js';
import type { GivenLogin } from '../access/session/given-login.js';
import type { OpenSession } from '../access/session/sessions.js';
import type { LoggedIn } from './session/logged-in.js';
import type { BodyKind } from './limits/body-limits.js';
import type { ApiDependencies } from './dependencies.js';
import type { Links } from './links.js';
import type { Permission } from './permission.js';
import type { Reply } from './reply.js';
import type { JsonSchema } from '@inspector/plugin-api';
import type { ApiVersion } from './version.js';

/** One request as a handler sees it. */
export interface ApiRequest {
  /** Decoded parts of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly version: ApiVersion;
  readonly links: Links;
  /** Address of the client, as a trusted proxy says it, else of the connection; null: not known. */
  readonly address: string | null;
  /** Whoever sent the request. */
  readonly caller: Caller;
  /** The session that the request belongs to; undefined: none. */
  readonly session: OpenSession | undefined;
  /** Whether the client reaches the API over TLS, as far as that is known. */
  readonly isSecure: boolean;
  /**
   * Finds out who logs in, and takes the log-in down. Throws the denial of whoever is not known.
   */
  logIn(given: GivenLogin): Promise<LoggedIn>;
  /** For answers that take long. */
  readonly permission: Permission;
  /** A header, by its name in lower case. */
  header(name: string): string | undefined;
  /**
   * Reads the body as text; the type it is labelled with does not matter. Throws `INSP_BODY_TOO_LARGE`,
   * `INSP_OVERLOADED`, and `INSP_BAD_REQUEST` for text that is not UTF-8.
   *
   * @param kind - which limits it obeys
   */
  body(kind: BodyKind): Promise<string>;
}

/** A parameter in the path or the query. */
export interface RouteParameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly description: string;
  readonly schema: JsonSchema;
  /** How a list is written: `form` without `explode` is one text with commas. */
  readonly style?: 'form';
  readonly explode?: boolean;
}

/** An answer a route may give. */
export interface RouteResponse {
  readonly description: string;
  /** Schema of the JSON body; absent: no body, or only `text`. */
  readonly schema?: JsonSchema;
  /** Media type of a body that is not JSON, which is the answer to whoever asks for it where there is a `schema`, too. */
  readonly text?: string;
}

/** A route: what it is called, what it takes and returns (published as OpenAPI), and what it does. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path with `{parameters}`. */
  readonly path: string;
  /** Name in the OpenAPI document. */
  readonly operation: string;
  readonly summary: string;
  readonly policy: PolicyRule;
  /** true: answers may have megabytes, so that only a few are made at the same time. */
  readonly isLong?: true;
  /** true: a POST that only asks, and changes nothing. */
  readonly isQuestion?: true;
  /** true: open to callers without credentials. */
  readonly public?: boolean;
  /** true: credentials are in the body of its requests, and looked at there. */
  readonly isLogIn?: true;
  readonly parameters?: readonly RouteParameter[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly description: string;
    readonly schema: JsonSchema;
  };
  /** Successful answers by status; failures all have the same body. */
  readonly responses: Readonly<Record<number, RouteResponse>>;
  /** Statuses of the failures that are particular to the route, each with what it means. */
  readonly failures?: Readonly<Record<number, string>>;
  readonly handle: (request: ApiRequest, api: ApiDependencies) => Reply | Promise<Reply>;
}

/** A parameter of the path; the router guarantees that it is there. */
export function pathParameter(request: ApiRequest, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`The route has no parameter ${name}`);
  return value;
}
