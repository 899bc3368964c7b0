import { parseStoredData } from '../json/stored-data.js';
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
    loadData: async (uuid) => parseStoredData(uuid, await storage.get(uuid, true)),
    readNode: (uuid) => baremetal.getNode(uuid),
    listPorts: (uuid) => baremetal.listNodePorts(uuid),
  });
}
