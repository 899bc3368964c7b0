/** JSON as it travels. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** A link in an answer. */
export interface Link {
  readonly rel: 'self';
  readonly href: string;
}

/** The states of an introspection. */
export type IntrospectionState =
  'starting' | 'waiting' | 'processing' | 'finished' | 'error' | 'reapplying' | 'enrolling' | 'aborting';

/** How the introspection of a node stands. Times are UTC without time zone, e.g. `2031-02-03T04:05:06.789012`. */
export interface Introspection {
  readonly uuid: string;
  readonly state: IntrospectionState;
  /** Whether it is over, well or not. */
  readonly finished: boolean;
  /** Why it failed; null while it goes on and after success. */
  readonly error: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly links: readonly Link[];
}

/** What a list request selects. */
export interface ListOptions {
  /** Most introspections in one answer. Default: as many as the server gives. */
  readonly limit?: number;
  /** UUID of the last node of the page before. */
  readonly marker?: string;
  readonly states?: readonly IntrospectionState[];
}

/** A version of the API. */
export interface ApiVersion {
  readonly id: string;
  readonly status: string;
  readonly links: readonly Link[];
}

/** A first part of a path below `/v1`. */
export interface Resource {
  readonly name: string;
  readonly links: readonly Link[];
}

/** A condition of a rule; further members are parameters of the operator. */
export interface RuleCondition {
  readonly op: string;
  readonly field: string;
  readonly multiple?: 'any' | 'all' | 'first';
  readonly invert?: boolean;
  readonly [parameter: string]: Json | undefined;
}

/** An action of a rule; further members are its parameters. */
export interface RuleAction {
  readonly action: string;
  readonly [parameter: string]: Json | undefined;
}

/** A rule to create. */
export interface NewRule {
  readonly uuid?: string;
  readonly description?: string | null;
  /** Only for nodes whose `properties.inspection_scope` is this. Default: all nodes. */
  readonly scope?: string | null;
  readonly conditions?: readonly RuleCondition[];
  readonly actions: readonly RuleAction[];
  /** Rules of higher priority run first. Default: 0. */
  readonly priority?: number;
  /** true: conditions and actions are never shown again. */
  readonly sensitive?: boolean;
}

/** A rule in a list. */
export interface RuleSummary {
  readonly uuid: string;
  readonly description: string | null;
  readonly scope: string | null;
  readonly links: readonly Link[];
}

/** A whole rule. */
export interface Rule extends RuleSummary {
  /** `null` for a sensitive rule. */
  readonly conditions:
    readonly (RuleCondition & { readonly multiple: string; readonly invert: boolean })[] | null;
  /** `null` for a sensitive rule. */
  readonly actions: readonly RuleAction[] | null;
  /** Only where it is not 0. */
  readonly priority?: number;
  /** Only where it is true. */
  readonly sensitive?: boolean;
}

/** How one hook of the latest introspection of a node went. */
export interface HookResult {
  readonly hook: string;
  readonly outcome: 'ok' | 'degraded' | 'failed' | 'skipped';
  readonly milliseconds: number;
  readonly message: string | null;
}
