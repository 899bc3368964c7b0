import type { JsonObject, PluginLog } from '@inspector/plugin-api';
import type { RuleRepository } from '../db/types.js';
import type { Metrics } from '../metrics/metrics.js';
import { createRulesEngine } from './engine.js';
import { createExplain } from './explain.js';
import type { Operators } from './operators.js';
import type { NodeReads } from './dry-run-node.js';
import { createRulesService } from './service.js';
import type { RulesEngine, RulesService } from './types.js';

/** What introspection rules need from the rest of the service. */
export interface CreateRulesOptions extends Operators, NodeReads {
  readonly repository: RuleRepository;
  readonly log: PluginLog;
  readonly metrics: Pick<Metrics, 'rules'>;
  /** Stored processed data of a node; only dry runs need them. */
  loadData(nodeUuid: string): Promise<JsonObject>;
}

/** The rules room: the engine for introspections and the service for the API. */
export interface Rules {
  readonly engine: RulesEngine;
  readonly service: RulesService;
}

/** Makes both over the same rules and operators. */
export function createRules(options: CreateRulesOptions): Rules {
  return {
    engine: createRulesEngine(options),
    service: createRulesService({ ...options, explain: createExplain(options) }),
  };
}
