import { pino } from 'pino';
import type { InspectorConfig } from '../config/types.js';
import { openDatabase } from '../db/open-database.js';
import { InspectorError, type StorageBackend } from '@inspector/plugin-api';
import { createMetrics } from '../metrics/metrics.js';
import { createPluginHost } from '../plugin-host/registry.js';
import { StopList } from './stop-list.js';

/** Storage backends opened for a tool, and the nodes the database knows. */
export interface OpenBackends {
  /** In the order they were asked for; two names of one backend open it once. */
  readonly instances: readonly StorageBackend[];
  /** UUIDs of all nodes with an introspection record. */
  readonly records: readonly string[];
  close(): Promise<void>;
}

/**
 * Opens the database and several storage backends, without the rest of the service.
 *
 * @param names - names of storage backends
 * @throws problems of the plugins, all at once; `INSP_DB_*`
 */
export async function openBackends(
  config: InspectorConfig,
  cwd: string,
  names: readonly string[],
): Promise<OpenBackends> {
  const log = pino({ level: 'silent' });
  const opened = new StopList(log);
  const host = await createPluginHost({ config, cwd, log, metrics: createMetrics() });
  try {
    const named = [{ group: 'inspector.storage' as const, names }];
    await namedByCommand(host.load({ drivers: [], named, extensions: [] }));
    const database = await openDatabase({ config: config.database, cwd, log, upgrade: false });
    opened.add('database', () => database.close());
    opened.add('plugins', () => host.close());
    await namedByCommand(host.setUp({ introspectionData: database.introspectionData }));
    return {
      instances: host.named('inspector.storage').map(({ instance }) => instance),
      records: await database.records.allUuids(),
      close: () => opened.stop(),
    };
  } catch (error) {
    await opened.stop();
    throw error;
  }
}

/** Where the host takes every storage backend to be named. */
const OPTION = 'processing.storeData';

/** Problems with a name point at the command, which is where the name came from. */
async function namedByCommand(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!InspectorError.is(error) || !error.message.includes(OPTION)) throw error;
    const message = error.message
      .replaceAll(`, which ${OPTION} enables`, '')
      .replaceAll(OPTION, 'the command');
    throw new InspectorError(error.code, message, { cause: error });
  }
}
