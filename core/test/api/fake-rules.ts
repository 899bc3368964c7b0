import { type JsonObject, InspectorError } from '@inspector/plugin-api';
import type { CreatedRule, ExplainRequest, RulesService, RuleSummary } from '../../src/rules/types.js';

/** Rules in memory, kept as the text they were given plus what a real rule always shows. */
export class FakeRules implements RulesService {
  readonly texts = new Map<string, string>();
  readonly explained: ExplainRequest[] = [];
  readonly received: string[] = [];
  /** What created rules are doubted for. */
  warnings: readonly string[] = [];

  list(): Promise<RuleSummary[]> {
    return Promise.resolve([...this.texts.values()].map((text) => JSON.parse(text) as RuleSummary));
  }

  getJson(uuid: string): Promise<string> {
    const text = this.texts.get(uuid);
    return text === undefined ? Promise.reject(missing(uuid)) : Promise.resolve(text);
  }

  createJson(bodyText: string): Promise<CreatedRule> {
    this.received.push(bodyText);
    const { uuid } = JSON.parse(bodyText) as { uuid: string };
    if (this.texts.has(uuid)) {
      return Promise.reject(new InspectorError('INSP_RULE_EXISTS', `Rule with UUID ${uuid} already exists`));
    }
    this.texts.set(uuid, bodyText);
    return Promise.resolve({ json: bodyText, warnings: this.warnings });
  }

  delete(uuid: string): Promise<void> {
    return this.texts.delete(uuid) ? Promise.resolve() : Promise.reject(missing(uuid));
  }

  deleteAll(): Promise<void> {
    this.texts.clear();
    return Promise.resolve();
  }

  explain(request: ExplainRequest): Promise<JsonObject> {
    this.explained.push(request);
    return Promise.resolve({ node: request.node, rules: [], changes: [], error: null });
  }

  importRules(): Promise<string[]> {
    return Promise.reject(new Error('the API does not import'));
  }
}

const missing = (uuid: string) => new InspectorError('INSP_RULE_NOT_FOUND', `Rule ${uuid} was not found`);
