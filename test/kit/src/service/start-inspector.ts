import type { JsonObject } from '@inspector/plugin-api';
import {
  createMachine,
  enroll,
  simulate,
  startFakeIronic,
  type Machine,
  type MachineOptions,
} from '@inspector/simulator';
import { placedPlugins, type GivenPlugins } from './given-plugins.js';
import { importCore } from './installed-core.js';
import { serviceMethods, type RunningInspector } from './running-inspector.js';
import { enabling, overlaid, type GivenConfig } from './service-config.js';
import { ServiceLog } from './service-log.js';
import { makeSiteFolder } from './site-folder.js';

/** What {@link startInspector} starts. */
export interface StartOptions {
  readonly plugins?: GivenPlugins;
  /** Rules, as they are posted to `/v1/rules`. */
  readonly rules?: readonly JsonObject[];
  /** Machines that exist: how many, or what is special about each. They are enrolled and powered off. */
  readonly machines?: number | readonly Partial<MachineOptions>[];
  /** Options as in `inspector.config.js`, over those that a test needs: a free port, no delays, a database of its own. */
  readonly config?: GivenConfig;
  /** Where `@inspector/core` is looked for first; default: the working directory. */
  readonly folder?: string;
}

/**
 * Starts a whole service in this process, with a fake bare metal service and machines that are not there. Nothing of it is left
 * after `stop()`: no file, no port, no timer.
 *
 * @throws where `@inspector/core` is not installed, with the command that installs it; and what keeps a service from starting:
 *   a plugin that cannot be used, options that are wrong, a rule that is refused
 */
export async function startInspector({
  plugins = {},
  rules = [],
  machines: wanted = 0,
  config = {},
  folder = process.cwd(),
}: StartOptions = {}): Promise<RunningInspector> {
  const machines = machinesOf(wanted);
  if (machines.length > 0 && plugins.baremetal !== undefined) {
    throw new Error(
      'Machines live in the fake bare metal service, which a bare metal plugin takes the place of: give one of the two.',
    );
  }
  const { createInspector } = await importCore(folder);
  const placed = placedPlugins(plugins);
  const ends: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
      await end().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  };
  try {
    const site = await makeSiteFolder(placed);
    ends.push(() => site.remove());
    for (const one of plugins.packages ?? []) await site.link(one);
    const ironic = await startFakeIronic();
    ends.push(() => ironic.close());
    for (const machine of machines) enroll(ironic, machine);
    const log = new ServiceLog();
    const service = await createInspector({
      config: overlaid(testing(site.path, ironic.url), enabling(placed), config),
      cwd: site.path,
      logTo: log,
      upgradeDatabase: true,
    });
    // Requests that a test lets hang would keep the service from ending.
    ends.push(async () => {
      ironic.clearFaults();
      await service.close();
    });
    const simulation = simulate(ironic, machines, { inspectorUrl: service.url });
    ends.push(() => simulation.stop());
    const methods = serviceMethods({ url: service.url, ironic, log });
    for (const rule of rules) await create(rule, methods);
    let stopped: Promise<void> | undefined;
    return { ...methods, machines, stop: () => (stopped ??= stop()) };
  } catch (error) {
    await stop();
    throw error;
  }
}

function machinesOf(wanted: NonNullable<StartOptions['machines']>): Machine[] {
  const each = typeof wanted === 'number' ? Array.from({ length: wanted }, () => ({})) : wanted;
  return each.map((options, index) => createMachine({ index, ...options }));
}

/** What a service needs that is there for a test only. */
const testing = (folder: string, ironicUrl: string): GivenConfig => ({
  listenAddress: '127.0.0.1',
  listenPort: 0,
  introspectionDelay: 0,
  database: { connection: `sqlite:///${folder}/inspector.sqlite`, sqliteSynchronous: false },
  ironic: { authType: 'none', endpointOverride: ironicUrl, retryInterval: 0 },
});

async function create(rule: JsonObject, { request }: Pick<RunningInspector, 'request'>): Promise<void> {
  const { status, body } = await request('POST', '/v1/rules', rule);
  if (status >= 400) throw new Error(`A rule is refused with ${status}: ${JSON.stringify(body)}`);
}
