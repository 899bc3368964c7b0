import type { JsonObject } from '@inspector/plugin-api';
import { readJson } from '@inspector/plugin-api/json';
import { createRules, type Rules } from '../rules/create-rules.js';
import type { Foundation } from './foundation.js';
import type { StartOptions } from './start-options.js';

/** The rules of a process that has the operators. */
export function makeRules({ log }: StartOptions, { host, database }: Foundation): Rules {
  const storage = host.driver('inspector.storage').instance;
  const baremetal = host.driver('inspector.baremetal').instance;
  return createRules({
    repository: database.rules,
    conditions: host.extension('inspector.rule.condition'),
    actions: host.extension('inspector.rule.action'),
    log,
    loadData: async (uuid) => readJson(await storage.get(uuid, true)) as JsonObject,
    readNode: (uuid) => baremetal.getNode(uuid),
    listPorts: (uuid) => baremetal.listNodePorts(uuid),
  });
}
