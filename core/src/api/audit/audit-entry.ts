import type { Actor } from '@inspector/plugin-api';

/** What was decided about a request, and what came of it. */
export interface AuditEntry {
  /** Undefined: nobody is known. */
  readonly actor: Actor | undefined;
  /** IP address of the client; undefined: not known. */
  readonly address: string | undefined;
  readonly method: string;
  /** The route as in the OpenAPI document, and the name of its operation. */
  readonly route: string;
  readonly operation: string;
  /** The parts of the path, such as the node. */
  readonly target: Readonly<Record<string, string>>;
  /** The policy rule that was asked for. */
  readonly rule: string;
  /** `undecided`: who calls could not be told. */
  readonly decision: 'allowed' | 'denied' | 'undecided';
  /** The comparison of the policy that decided; undefined: no policy was asked. */
  readonly decidedBy: string | undefined;
  /** Of the answer. */
  readonly status: number;
  readonly milliseconds: number;
}

/** Takes down who did what. */
export interface AuditTrail {
  /** Whether requests that change nothing and are not refused are taken down, too. */
  readonly withReads: boolean;
  record(entry: AuditEntry): void;
}
