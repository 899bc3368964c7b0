import { parseStoredData } from '../json/stored-data.js';
import { createRules, type Rules } from '../rules/create-rules.js';
import type { RunningPlugin } from '../plugin-host/faults/running-plugin.js';
import { measuredStorage } from './measured-storage.js';
import type { Foundation } from './foundation.js';
import type { StartOptions } from './start-options.js';

const ACTION = 'inspector.rule.action' as const;

/** The rules of a process that has the operators. */
export function makeRules({ log }: StartOptions, { host, database, metrics }: Foundation): Rules {
  const storage = measuredStorage(host.driver('inspector.storage').instance, metrics);
  const baremetal = host.driver('inspector.baremetal').instance;
  return createRules({
    repository: database.rules,
    conditions: host.extension('inspector.rule.condition'),
    actions: new Map(
      [...host.extension(ACTION)].map(([name, action]) => {
        const plugin: RunningPlugin = { group: ACTION, name, packageName: action.packageName };
        return [name, { ...action, whyDisabled: () => host.faults.whyDisabled(plugin) }] as const;
      }),
    ),
    log,
    metrics,
    loadData: async (uuid) => parseStoredData(uuid, await storage.get(uuid, true)),
    readNode: (uuid) => baremetal.getNode(uuid),
    listPorts: (uuid) => baremetal.listNodePorts(uuid),
  });
}
