import { InspectorError, Patience, type PluginGroup, withPatience } from '@inspector/plugin-api';
import type { InspectorConfig } from '../../config/types.js';
import { databaseOf } from '../../db/open-database.js';
import type { Store } from '../../db/session.js';
import type { Log } from '../../log/log.js';
import { createMetrics } from '../../metrics/metrics.js';
import type { PluginHost } from '../../plugin-host/host-types.js';
import { NO_DATA } from '../../plugin-host/no-tables.js';
import { createPluginHost } from '../../plugin-host/registry.js';
import { selectPlugins, type PluginSelection } from '../../plugin-host/selection.js';
import { faultsOf } from '../validate/faults-of.js';
import { examineFollowers } from './examine-followers.js';
import { examineRights } from './examine-rights.js';
import { type Check, findingOf, measured, ok, skipped, type Finding } from './check.js';

/** No node has this UUID: whoever says so has understood the question. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
const KNOWS_NOBODY = new Set(['INSP_NODE_NOT_FOUND', 'INSP_DATA_NOT_FOUND', 'INSP_STORAGE_DISABLED']);
const PLUGINS =
  'Install or correct the plugins that are named; "inspector plugins list" shows what was found.';

/** Sets the plugins up as a start does, and asks each backend something that changes nothing. */
export async function* examineBackends(
  config: InspectorConfig,
  cwd: string,
  log: Log,
  store: Store | undefined,
): AsyncGenerator<Check> {
  const makeHost = (): Promise<PluginHost> =>
    createPluginHost({ config, cwd, log, metrics: createMetrics() });
  const introspectionData = store === undefined ? NO_DATA : databaseOf(store).introspectionData;
  const prepare = async (host: PluginHost, selection: PluginSelection) => ({
    load: await faultsOf(() => host.load(selection)),
    setUp: await faultsOf(() => host.setUp({ introspectionData })),
  });
  const all = selectPlugins(config);
  const host = await makeHost();
  try {
    const plugins = await measured('plugins', PLUGINS, async () => {
      const { load, setUp } = await prepare(host, all);
      const faults = [...load, ...setUp];
      const usable = host.report().filter((one) => one.state === 'enabled').length;
      return findingOf({ faults, notes: [] }, `${usable} can be used`);
    });
    yield plugins;
    const isUsable = plugins.verdict !== 'fault';
    const unusable = new Set<string>();
    for (const { name, remedy, look, group, needs } of LOOKS) {
      const check = await measured(name, remedy, async () => {
        if (needs !== undefined && unusable.has(needs)) return skipped(`${needs} is not usable`);
        if (isUsable) return look(host, store, config);
        // A fault of one plugin keeps a service from its start, and no other backend from being looked at.
        if (group === undefined) return skipped('plugins are not usable');
        const drivers = all.drivers.filter((driver) => driver.group === group);
        const alone = await makeHost();
        try {
          const { setUp } = await prepare(alone, { drivers, named: [], extensions: [] });
          if (setUp.length > 0 || alone.named(group).length === 0) return skipped('its plugin is not usable');
          return await look(alone, store, config);
        } finally {
          await alone.close();
        }
      });
      if (check.verdict === 'fault' || check.verdict === 'skipped') unusable.add(name);
      yield check;
    }
  } finally {
    await host.close();
  }
}

interface BackendLook {
  readonly name: string;
  readonly remedy: string;
  /** Whose plugin it asks; absent: several of them. */
  readonly group?: PluginGroup;
  /** Part that it cannot be looked at without. */
  readonly needs?: string;
  readonly look: (
    host: PluginHost,
    store: Store | undefined,
    config: InspectorConfig,
  ) => Promise<Finding> | Finding;
}

const LOOKS: readonly BackendLook[] = [
  {
    name: 'bare metal service',
    group: 'inspector.baremetal',
    remedy:
      'Correct the address and the credentials in the options of its plugin, or bring the service back.',
    look: async (host) => {
      const { name, instance } = host.driver('inspector.baremetal');
      const { text } = await answersAboutNobody(name, () => instance.getNode(NOBODY, ['uuid']));
      return ok(instance.version === undefined ? text : `${text}: ${await instance.version()}`);
    },
  },
  {
    name: 'bare metal rights',
    group: 'inspector.baremetal',
    needs: 'bare metal service',
    remedy:
      'Give the user of the service a role with these rights: in Ironic, `admin` or `service`. A text of another fault: mend that first.',
    look: (host, _store, config) => examineRights(host.driver('inspector.baremetal').instance, config),
  },
  {
    name: 'PXE filter',
    group: 'inspector.pxe-filter',
    remedy: 'Do what the text says; docs/operations/pxe-filter.md lists the privileges of each driver.',
    look: async (host) => {
      const { name, instance } = host.driver('inspector.pxe-filter');
      await instance.check?.();
      return ok(`${name} could begin`);
    },
  },
  {
    name: 'coordination',
    group: 'inspector.coordination',
    remedy: 'Bring the backend back, or correct its options; docs/operations/etcd.md has the rest.',
    look: async (host) => {
      const { name, instance } = host.driver('inspector.coordination');
      await (await instance.tryAcquire(NOBODY))?.release();
      return ok(`${name} gives leases`);
    },
  },
  {
    name: 'storage',
    group: 'inspector.storage',
    remedy: 'Correct the options of the storage backend, or bring its service back.',
    look: (host, store) => {
      const { name, instance } = host.driver('inspector.storage');
      if (name === 'database' && store === undefined) return skipped('it is in the database');
      return answersAboutNobody(name, () => instance.get(NOBODY, true));
    },
  },
  {
    name: 'followers of events',
    remedy: 'Bring back what the text names; what a follower was not told yet is kept as long as events are.',
    look: (host, store) => examineFollowers(host.followers, store && databaseOf(store)),
  },
];

/** Asks a backend about nobody, once. */
async function answersAboutNobody(name: string, question: () => Promise<unknown>): Promise<Finding> {
  try {
    await withPatience(Patience.of(0), question);
  } catch (error) {
    if (!InspectorError.is(error) || !KNOWS_NOBODY.has(error.code)) throw error;
  }
  return ok(`${name} answers`);
}
