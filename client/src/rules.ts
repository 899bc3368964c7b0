import type { RequestOptions } from './client.js';
import type { Transport } from './transport.js';
import type { JsonObject, NewRule, Rule, RuleSummary } from './types.js';

/** Introspection rules. */
export interface RulesClient {
  /** All rules in the order they were created, in short. */
  list(options?: RequestOptions): Promise<RuleSummary[]>;
  get(uuid: string, options?: RequestOptions): Promise<Rule>;
  /** A rule as the JSON text the server answered, numbers as they were written. */
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
  delete(uuid: string, options?: RequestOptions): Promise<void>;
  deleteAll(options?: RequestOptions): Promise<void>;
  /** What all rules, or one, would do with the stored data of a node. Nothing is changed. */
  explain(
    request: { readonly node: string; readonly rule?: string },
    options?: RequestOptions,
  ): Promise<JsonObject>;
}

const RULES = ['v1', 'rules'];

/** Makes the part of the client that works on rules. */
export function createRulesClient(send: Transport): RulesClient {
  const getText: RulesClient['getText'] = (uuid, { signal } = {}) =>
    send({ method: 'GET', path: [...RULES, uuid], signal });
  return {
    list: async ({ signal } = {}) => {
      const text = await send({ method: 'GET', path: RULES, signal });
      return (JSON.parse(text) as { rules: RuleSummary[] }).rules;
    },
    get: async (uuid, options) => JSON.parse(await getText(uuid, options)) as Rule,
    getText,
    create: async (rule, { signal } = {}) => {
      const body = typeof rule === 'string' ? rule : JSON.stringify(rule);
      return JSON.parse(await send({ method: 'POST', path: RULES, body, signal })) as Rule;
    },
    import: async (rules, { signal, replace } = {}) => {
      const body = typeof rules === 'string' ? rules : JSON.stringify(rules);
      const query = { replace };
      const text = await send({ method: 'POST', path: [...RULES, 'import'], query, body, signal });
      return (JSON.parse(text) as { rules: Rule[] }).rules;
    },
    delete: async (uuid, { signal } = {}) => {
      await send({ method: 'DELETE', path: [...RULES, uuid], signal });
    },
    deleteAll: async ({ signal } = {}) => {
      await send({ method: 'DELETE', path: RULES, signal });
    },
    explain: async (request, { signal } = {}) => {
      const body = JSON.stringify(request);
      return JSON.parse(
        await send({ method: 'POST', path: [...RULES, 'explain'], body, signal }),
      ) as JsonObject;
    },
  };
}
