import type { JsonObject, NodeHandle, IntrospectionData } from '@inspector/plugin-api';

/** What a list of rules shows of each. */
export interface RuleSummary {
  readonly uuid: string;
  readonly description: string | null;
  readonly scope: string | null;
}

/** What to explain. */
export interface ExplainRequest {
  /** UUID of the node whose stored data are used. */
  readonly node: string;
  /** UUID of the only rule to look at; absent: all. */
  readonly rule?: string;
  /** JSON text of rules to look at instead of those that are stored, one or a list, as for an import. */
  readonly rules?: string;
}

/**
 * What can be done with rules where no plugin is: it needs the database only. Rules travel as JSON text so that
 * `5` and `5.0` stay what they were: the two compare differently.
 */
export interface StoredRules {
  /** All rules in creation order. */
  list(): Promise<RuleSummary[]>;
  /** JSON text of the full rule without `links`; `INSP_RULE_NOT_FOUND` if there is none. */
  getJson(uuid: string): Promise<string>;
  /** Deletes a rule; `INSP_RULE_NOT_FOUND` if there is none. */
  delete(uuid: string): Promise<void>;
  deleteAll(): Promise<void>;
}

/** A rule that was created. */
export interface CreatedRule {
  /** JSON text of the full rule without `links`. */
  readonly json: string;
  /**
   * What is likely a mistake although it can be stored, a sentence each: ironic-inspector stores it without a word,
   * so clients may rely on that.
   */
  readonly warnings: readonly string[];
}

/** What needs the conditions and actions of plugins. */
export interface RuleOperations {
  /**
   * Creates a rule from the JSON text of a request. Throws `INSP_BAD_REQUEST`, `INSP_RULE_INVALID` and
   * `INSP_RULE_EXISTS`.
   */
  createJson(bodyText: string): Promise<CreatedRule>;
  /**
   * Dry run over stored processed data: what each condition found and decided and what the actions would
   * change. Nothing is changed. Throws `INSP_RULE_NOT_FOUND`, for rules that are given what an import throws, and
   * whatever reading data and node throws.
   */
  explain(request: ExplainRequest): Promise<JsonObject>;
  /**
   * Creates one rule or a list of them (50,000 at most), all or none, and returns the JSON text of each as `getJson` does.
   * With `replace`, rules whose UUID exists take the place of the old ones; without, they are
   * `INSP_RULE_EXISTS`.
   */
  importRules(bodyText: string, options: { readonly replace: boolean }): Promise<string[]>;
}

/** Everything that can be done with rules besides applying them. */
export interface RulesService extends StoredRules, RuleOperations {}

/** A rule whose conditions hold, and what became of its actions. */
export interface AppliedRule {
  readonly uuid: string;
  /** Description, or the UUID where there is none. */
  readonly name: string;
  /** Its changes are not to be shown. */
  readonly sensitive: boolean;
  readonly outcome: 'applied' | 'failed' | 'not reached';
}

/** The introspection that rules are applied in. */
export interface RuleRun {
  /** Aborts when the work on the node ends early. */
  readonly signal: AbortSignal;
  /** Is told of all rules whose conditions hold, before the first action runs, and again after the last one. */
  readonly onRules?: (rules: readonly AppliedRule[]) => void;
}

/** The rules at work on one introspection. */
export interface RulesEngine {
  /**
   * Evaluates all rules, then runs the actions of those that apply. Changes of the node are collected in the
   * handle; the caller flushes it, also when this throws: what ran before the failure stays.
   *
   * Throws `INSP_RULE_FAILED` (400) for impossible comparisons, wrong formatting and failing actions. Where the service
   * refuses a change when it is flushed, the flush throws it, with the names of rule and action.
   */
  apply(data: IntrospectionData, node: NodeHandle, run: RuleRun): Promise<void>;
}
