import type { InspectorConfig } from '../../config/types.js';
import { InspectorError, thrownText } from '@inspector/plugin-api';
import { readySettings } from '../../generation/settings.js';
import type { Log } from '../../log/log.js';
import { createMetrics } from '../../metrics/metrics.js';
import { NO_DATA } from '../../plugin-host/no-tables.js';
import type { PluginHost } from '../../plugin-host/host-types.js';
import { createPluginHost } from '../../plugin-host/registry.js';
import { selectPlugins } from '../../plugin-host/selection.js';
import { openInventory, type OpenInventoryOptions } from '../open-inventory.js';
import { faultsOf } from './faults-of.js';

/** What was found out about the plugins. */
export interface PluginFindings {
  readonly faults: readonly InspectorError[];
  /** How many entry points can be used. */
  readonly usable: number;
}

/** Imports the plugins a configuration enables, sets them up as a start does, and closes them again. */
export async function examinePlugins(
  config: InspectorConfig,
  cwd: string,
  log: Log,
): Promise<PluginFindings> {
  const host = await createPluginHost({ config, cwd, log, metrics: createMetrics() });
  const faults = [
    ...(await faultsOf(() => host.load(selectPlugins(config)))),
    ...(await faultsOf(() => host.setUp({ introspectionData: NO_DATA }))),
  ];
  if (faults.length === 0) faults.push(...(await faultsOf(() => checkFilter(host))));
  if (faults.length === 0) faults.push(...(await faultsOf(() => checkGeneration(config, host))));
  faults.push(...(await faultsOf(() => checkInventory({ config, cwd, log }))));
  const usable = host.report().filter((one) => one.state === 'enabled').length;
  await host.close();
  return { faults, usable };
}

/** Makes of the options of generation what works with them: fields and conditions are looked at only then. */
async function checkGeneration({ inventory }: InspectorConfig, host: PluginHost): Promise<void> {
  readySettings(inventory.generate, host.extension('inspector.rule.condition'));
}

/** A start does not open the inventory: somebody has to ask for it. */
async function checkInventory(options: OpenInventoryOptions): Promise<void> {
  const access = await openInventory(options);
  await access.close();
}

/** Asks the PXE filter whether it could begin. */
async function checkFilter(host: PluginHost): Promise<void> {
  const { name, instance } = host.driver('inspector.pxe-filter');
  try {
    await instance.check?.();
  } catch (error) {
    const text = `The PXE filter "${name}" cannot begin: ${thrownText(error)}`;
    throw new InspectorError('INSP_PXE_FILTER_FAILED', text, { cause: error });
  }
}
