import type { Json } from './json.js';
import type { Link } from './versions.js';

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
  /** Absent, empty or null: the service makes one. */
  readonly uuid?: string | null;
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

/** A change that a rule would make. */
export interface Change {
  /** What is changed, such as `node` or `trait`. */
  readonly target: string;
  readonly op: string;
  readonly path?: string;
  readonly value?: Json;
}

/** What a rule would do with the stored data of a node. */
export interface ExplainedRule {
  readonly uuid: string;
  /** The UUID where the rule has none. */
  readonly description: string;
  readonly scope?: { readonly expected: string; readonly found: Json; readonly holds: boolean };
  readonly applies: boolean;
  readonly conditions: readonly {
    readonly op: string;
    readonly holds: boolean;
    readonly field?: string;
    readonly params?: Json;
    readonly multiple?: 'any' | 'all' | 'first';
    readonly invert?: boolean;
    /** Each value that was found, and whether it fits. */
    readonly values?: readonly { readonly value: Json; readonly result: boolean }[];
    /** The same in one line. */
    readonly text?: string;
    readonly error?: string;
  }[];
  readonly actions: readonly {
    readonly action: string;
    readonly changes: readonly Change[];
    readonly params?: Json;
    readonly error?: string;
  }[];
}

/** The answer of a dry run of the rules. */
export interface Explanation {
  readonly node: string;
  readonly rules: readonly ExplainedRule[];
  /** All changes that would be made, in order. */
  readonly changes: readonly Change[];
  /** What the introspection would fail with. */
  readonly error: string | null;
}
