import type { RequestOptions } from './request-options.js';
import type { Transport } from './transport.js';
import type { Explanation, NewRule, Rule, RuleSummary } from './types.js';

/** Introspection rules. */
export interface RulesClient {
  /** All rules in the order they were created, in short. */
  list(options?: RequestOptions): Promise<RuleSummary[]>;
  /** A whole rule; {@link getText} keeps its numbers as they were written. */
  get(uuid: string, options?: RequestOptions): Promise<Rule>;
  /** A rule as the JSON text that the server sent, numbers as they were written. */
  getText(uuid: string, options?: RequestOptions): Promise<string>;
  /**
   * Creates a rule from an object, or from JSON text sent as it is: only text can say `5.0` where JavaScript
   * would print `5`, which conditions compare differently.
   */
  create(rule: NewRule | string, options?: RequestOptions): Promise<Rule>;
  /**
   * Creates one rule or a list of them, given as JSON text or as objects: all or none. A UUID that exists is
   * refused, or with `replace` takes the place of the old rule.
   */
  import(
    rules: NewRule | readonly NewRule[] | string,
    options?: RequestOptions & { readonly replace?: boolean },
  ): Promise<Rule[]>;
  /** Deletes a rule. */
  delete(uuid: string, options?: RequestOptions): Promise<void>;
  /** Deletes all rules. */
  deleteAll(options?: RequestOptions): Promise<void>;
  /**
   * What all rules, or one, or rules that are not stored would do with the stored data of a node. Nothing is
   * changed. `rules` is JSON text or objects, as for {@link import}.
   */
  explain(
    request: {
      readonly node: string;
      readonly rule?: string;
      readonly rules?: NewRule | readonly NewRule[] | string;
    },
    options?: RequestOptions,
  ): Promise<Explanation>;
}

const RULES = ['v1', 'rules'];

/** Makes the part of the client that works on rules. */
export function createRulesClient({ text, objectText, json, list }: Transport): RulesClient {
  return {
    list: ({ signal } = {}) => list<RuleSummary>({ method: 'GET', path: RULES, signal }, 'rules'),
    get: (uuid, { signal } = {}) => json({ method: 'GET', path: [...RULES, uuid], signal }, 'uuid'),
    getText: (uuid, { signal } = {}) => objectText({ method: 'GET', path: [...RULES, uuid], signal }),
    create: (rule, { signal } = {}) => json({ method: 'POST', path: RULES, body: textOf(rule), signal }),
    import: (rules, { signal, replace } = {}) => {
      const path = [...RULES, 'import'];
      const request = { method: 'POST', path, query: { replace }, body: textOf(rules), signal } as const;
      return list<Rule>(request, 'rules');
    },
    delete: async (uuid, { signal } = {}) => {
      await text({ method: 'DELETE', path: [...RULES, uuid], signal });
    },
    deleteAll: async ({ signal } = {}) => {
      await text({ method: 'DELETE', path: RULES, signal });
    },
    explain: ({ rules, ...which }, { signal } = {}) =>
      json({ method: 'POST', path: [...RULES, 'explain'], body: explainBody(which, rules), signal }),
  };
}

/** Text of rules goes into the request as it is: its numbers may have a form that JavaScript would not write. */
function explainBody(which: object, rules: object | string | undefined): string {
  const body = JSON.stringify(which);
  return rules === undefined ? body : `${body.slice(0, -1)},"rules":${textOf(rules)}}`;
}

const textOf = (body: object | string): string => (typeof body === 'string' ? body : JSON.stringify(body));
