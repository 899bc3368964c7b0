import { inventoryChange, isEmptyChange } from '@inspector/plugin-api/inventory';
import { nodeDescriber } from '../generation/describe-node.js';
import { generateInventory } from '../generation/generate.js';
import { readySettings } from '../generation/settings.js';
import { describedNodes } from './described-nodes.js';
import { followIntrospections } from './follow-introspections.js';
import type { Foundation } from './foundation.js';
import { openInventory } from './open-inventory.js';
import type { StartOptions } from './start-options.js';
import type { StopList } from './stop-list.js';

/**
 * Has the inventory follow introspections, where `inventory.generate.afterIntrospection` asks for it.
 *
 * @throws problems of the inventory backend; `INSP_CONFIG_INVALID` for options of generation that cannot be used
 */
export async function startGenerationPart(
  options: StartOptions,
  { host, database }: Foundation,
  started: StopList,
): Promise<void> {
  const { config, cwd, log } = options;
  if (config.inventory.generate.afterIntrospection !== true) return;
  const settings = readySettings(config.inventory.generate, host.extension('inspector.rule.condition'));
  const describe = nodeDescriber(settings.options);
  const access = await openInventory({ config, cwd, log });
  const sources = {
    records: database.records,
    storage: host.driver('inspector.storage').instance,
    baremetal: host.driver('inspector.baremetal').instance,
  };
  const stopping = new AbortController();
  const { signal } = stopping;
  const generate = async (): Promise<void> => {
    const nodes = await describedNodes(sources, { describe, states: settings.states, signal });
    let notes: readonly string[] = [];
    const { changed, summary } = await access.change(
      (stored) => {
        const { inventory, report } = generateInventory(stored, nodes, settings.options);
        notes = report.notes;
        return isEmptyChange(inventoryChange(stored, inventory)) ? stored : inventory;
      },
      { author: 'inspector', reason: 'introspections have ended', source: 'inspector', signal },
    );
    if (!changed) return;
    const { hostsAdded, variablesChanged } = summary;
    log.info(
      {
        hosts: hostsAdded.slice(0, SHOWN),
        variables: variablesChanged.slice(0, SHOWN),
        notes: notes.slice(0, SHOWN),
      },
      `The inventory has ${String(hostsAdded.length)} new hosts, of ${String(nodes.length)} nodes`,
    );
  };
  const coordinator = host.driver('inspector.coordination').instance;
  const follower = followIntrospections({
    events: database.events,
    isLeader: () => coordinator.isLeader(),
    generate,
    log,
  });
  follower.start();
  started.add('inventory', async () => {
    stopping.abort();
    await follower.stop();
    await access.close();
  });
}

/** Names that a line of the log shows. */
const SHOWN = 20;
