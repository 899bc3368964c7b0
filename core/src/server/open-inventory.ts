import { InspectorError, type IntrospectionDataTable } from '@inspector/plugin-api';
import type { InspectorConfig } from '../config/types.js';
import { createInventoryAccess } from '../inventory/inventory-access.js';
import type { InventoryAccess } from '../inventory/types.js';
import type { LineLog } from '../log/log.js';
import type { FaultMetrics } from '../plugin-host/host-types.js';
import { createPluginHost } from '../plugin-host/registry.js';
import { lazyRevisions, type LazyRevisions } from './lazy-revisions.js';

/** What inventories are opened with. */
export interface OpenInventoryOptions {
  readonly config: InspectorConfig;
  /** Plugins are searched from here. */
  readonly cwd: string;
  readonly log: LineLog;
}

/** Several inventories, opened together. */
export interface OpenInventories {
  /** In the order they were asked for. */
  readonly inventories: readonly InventoryAccess[];
  close(): Promise<void>;
}

/**
 * Opens the inventory that the configuration names, without the rest of the service.
 *
 * @throws problems of the plugin, all at once
 */
export async function openInventory(options: OpenInventoryOptions): Promise<InventoryAccess> {
  const { config, cwd, log } = options;
  const host = await createPluginHost({ config, cwd, log, metrics: NO_METRICS });
  const revisions = revisionsOf(options);
  const name = config.inventory.backend;
  await host.load({ drivers: [{ group: 'inspector.inventory', name }], named: [], extensions: [] });
  await host.setUp({ introspectionData: NO_TABLE, inventoryRevisions: revisions.table });
  const { instance, name: found } = host.driver('inspector.inventory');
  return createInventoryAccess(instance, {
    ...config.inventory,
    name: found,
    log,
    release: async () => {
      await host.close();
      await revisions.close();
    },
  });
}

/**
 * Opens several inventories by the names of their backends.
 *
 * @throws problems of the plugins, all at once; `INSP_BAD_REQUEST` where two names mean the same backend
 */
export async function openInventories(
  options: OpenInventoryOptions,
  names: readonly string[],
): Promise<OpenInventories> {
  const { config, cwd, log } = options;
  const host = await createPluginHost({ config, cwd, log, metrics: NO_METRICS });
  const revisions = revisionsOf(options);
  try {
    const named = [{ group: 'inspector.inventory' as const, names }];
    await host.load({ drivers: [], named, extensions: [] });
    await host.setUp({ introspectionData: NO_TABLE, inventoryRevisions: revisions.table });
  } catch (error) {
    throw namedByCommand(error);
  }
  const found = host.named('inspector.inventory');
  if (found.length < names.length) {
    await host.close();
    throw new InspectorError(
      'INSP_BAD_REQUEST',
      `${names.join(' and ')} are the same inventory backend; name two different ones.`,
    );
  }
  const inventories = found.map(({ instance, name }) =>
    createInventoryAccess(instance, { ...config.inventory, name, log }),
  );
  return {
    inventories,
    async close() {
      await host.close();
      await revisions.close();
    },
  };
}

const revisionsOf = ({ config, cwd, log }: OpenInventoryOptions): LazyRevisions =>
  lazyRevisions(async () => {
    // Most backends need no database, and Ansible asks for a whole inventory with every command.
    const { openRevisions } = await import('../db/open-revisions.js');
    return openRevisions({ config: config.database, cwd, log });
  });

/** A command ends before anybody asks for metrics. */
const NO_METRICS: FaultMetrics = { pluginFaults: { inc: () => undefined } };

const noTable = (): never => {
  throw new InspectorError('INSP_UNEXPECTED', 'An inventory backend asked for introspection data.');
};

/** Inventory backends do not get it. */
const NO_TABLE: IntrospectionDataTable = { get: noTable, save: noTable, delete: noTable, list: noTable };

const OPTION = 'inventory.backend';

/** Problems with a name point at the command, which is where the name came from. */
function namedByCommand(error: unknown): unknown {
  if (!InspectorError.is(error) || !error.message.includes(OPTION)) return error;
  const message = error.message.replaceAll(`, which ${OPTION} enables`, '').replaceAll(OPTION, 'the command');
  return new InspectorError(error.code, message, { cause: error });
}
