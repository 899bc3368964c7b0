import type { JsonObject } from '@inspector/plugin-api';
import { readJson } from '@inspector/plugin-api/json';
import { createRules, type Rules } from '../rules/create-rules.js';
import { measuredStorage } from './measured-storage.js';
import type { Foundation } from './foundation.js';
import type { StartOptions } from './start-options.js';

/** The rules of a process that has the operators. */
export function makeRules({ log }: StartOptions, { host, database, metrics }: Foundation): Rules {
  const storage = measuredStorage(host.driver('inspector.storage').instance, metrics);
  const baremetal = host.driver('inspector.baremetal').instance;
  return createRules({
    repository: database.rules,
    conditions: host.extension('inspector.rule.condition'),
    actions: host.extension('inspector.rule.action'),
    log,
    metrics,
    loadData: async (uuid) => readJson(await storage.get(uuid, true)) as JsonObject,
    readNode: (uuid) => baremetal.getNode(uuid),
    listPorts: (uuid) => baremetal.listNodePorts(uuid),
  });
}
