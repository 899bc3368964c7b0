import { pino } from 'pino';
import { InspectorError } from '@inspector/plugin-api';
import type { InspectorConfig } from '../config/types.js';
import { openDatabase } from '../db/open-database.js';
import { nodeDescriber } from '../generation/describe-node.js';
import { readySettings } from '../generation/settings.js';
import type { DescribedNode, GenerationOptions } from '../generation/types.js';
import { createMetrics } from '../metrics/metrics.js';
import { createPluginHost } from '../plugin-host/registry.js';
import { describedNodes } from './described-nodes.js';
import { StopList } from './stop-list.js';

/** The nodes that an inventory is made of, and how. */
export interface NodesToGenerate {
  readonly nodes: readonly DescribedNode[];
  readonly options: GenerationOptions;
}

/**
 * Reads all introspected nodes for a command, without the rest of the service: records from the database, data from the
 * storage, names and properties from the bare metal service.
 *
 * @throws problems of the plugins; `INSP_DB_*`; `INSP_CONFIG_INVALID` for options of generation that cannot be used;
 *   `INSP_STORAGE_DISABLED` where no data are kept; whatever reading throws
 */
export async function readNodesToGenerate(
  config: InspectorConfig,
  { cwd, signal }: { readonly cwd: string; readonly signal: AbortSignal },
): Promise<NodesToGenerate> {
  if (config.processing.storeData === 'none') {
    throw new InspectorError(
      'INSP_STORAGE_DISABLED',
      "An inventory is made of stored introspection data, and processing.storeData is 'none'",
    );
  }
  const log = pino({ level: 'silent' });
  const opened = new StopList(log);
  const host = await createPluginHost({ config, cwd, log, metrics: createMetrics() });
  try {
    await host.load({
      drivers: [
        { group: 'inspector.baremetal', name: config.baremetal.driver },
        { group: 'inspector.storage', name: config.processing.storeData },
      ],
      named: [],
      extensions: ['inspector.rule.condition'],
    });
    const database = await openDatabase({ config: config.database, cwd, log, upgrade: false });
    opened.add('database', () => database.close());
    opened.add('plugins', () => host.close());
    await host.setUp({ introspectionData: database.introspectionData });
    const { options, states } = readySettings(
      config.inventory.generate,
      host.extension('inspector.rule.condition'),
    );
    const sources = {
      records: database.records,
      storage: host.driver('inspector.storage').instance,
      baremetal: host.driver('inspector.baremetal').instance,
    };
    return {
      options,
      nodes: await describedNodes(sources, { describe: nodeDescriber(options), states, signal }),
    };
  } finally {
    await opened.stop();
  }
}
