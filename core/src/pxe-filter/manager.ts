import {
  type BareMetal,
  InspectorError,
  type PxeFilterDriver,
  type WantedFilterState,
  thrownText,
} from '@inspector/plugin-api';
import type { InspectorConfig } from '../config/types.js';
import type { EventRepository } from '../db/types.js';
import type { RecordRepository } from '../db/types.js';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';
import {
  createPeriodicTask,
  systemClock,
  type PeriodicTask,
  type TaskClock,
} from '../tasks/periodic-task.js';
import { readEoibNeighbours } from './eoib.js';
import { createSerial } from './serial.js';
import type { LastSync, PxeFilterStatus } from '../reports/pxe-filter-status.js';
import { explainMac } from './explain-mac.js';
import { cautiousState, computeWanted, NO_WISHES } from './wanted.js';

/** The options the manager reads. */
export interface PxeFilterConfig {
  readonly pxeFilter: InspectorConfig['pxeFilter'];
  readonly iptables: Pick<InspectorConfig['iptables'], 'ethoibInterfaces'>;
  readonly processing: Pick<InspectorConfig['processing'], 'nodeNotFoundHook'>;
}

/** What the manager works with. */
export interface PxeFilterManagerOptions {
  readonly driver: PxeFilterDriver;
  /** Name of the driver as configured; appears in errors, metrics and the status. */
  readonly driverName: string;
  readonly config: PxeFilterConfig;
  readonly baremetal: Pick<BareMetal, 'listPorts'>;
  readonly records: Pick<RecordRepository, 'activeMacs' | 'anyActive'>;
  /** Gets an event for each synchronisation that changed something. */
  readonly events: Pick<EventRepository, 'add'>;
  readonly metrics: Pick<Metrics, 'filterSyncSeconds' | 'filterChanges' | 'filterFailures'>;
  readonly log: Log;
  readonly clock?: TaskClock;
}

/** Keeps DHCP as the records and the bare metal service say. One per process. */
export interface PxeFilterManager {
  /**
   * Prepares the driver and brings DHCP to the wanted state. When the ports cannot be listed, only machines
   * on introspection are let in until they can.
   *
   * @throws `INSP_PXE_FILTER_FAILED`: the service should not start.
   */
  init(): Promise<void>;
  /**
   * Brings DHCP to the wanted state. Requests are merged: whoever asks while a synchronisation runs shares
   * one that begins afterwards. Ports that cannot be listed are logged and change nothing. A driver that
   * failed earlier is initialised again first.
   *
   * @throws `INSP_PXE_FILTER_FAILED` when the driver fails.
   */
  sync(): Promise<void>;
  /** Releases the system; afterwards only `init` does anything. Failures are logged. */
  tearDown(): Promise<void>;
  /** What is going on, and with a MAC what that machine gets and why. */
  status(mac?: string): Promise<PxeFilterStatus>;
  /** The synchronisation that repeats every `pxeFilter.syncPeriod` seconds; never started by itself. */
  periodic(): PeriodicTask;
}

/**
 * Makes the manager of the PXE filter.
 *
 * @throws `INSP_CONFIG_INVALID` when unknown machines are both denied and to be discovered.
 */
export function createPxeFilterManager(options: PxeFilterManagerOptions): PxeFilterManager {
  const { driver, driverName, config, records, metrics, log, clock = systemClock } = options;
  checkFilterOptions(config);

  let state: PxeFilterStatus['state'] = 'uninitialized';
  let released = false;
  let wanted: WantedFilterState | undefined;
  let lastSync: LastSync | null = null;
  let lastFailure: PxeFilterStatus['last_failure'] = null;
  const serial = createSerial(synchronise);
  const task = createPeriodicTask(() => serial.request(), {
    intervalSeconds: driver.passive ? 0 : config.pxeFilter.syncPeriod,
    clock,
    onError: (error) => {
      log.warn(
        { driver: driverName, error: thrownText(error) },
        'Periodic PXE filter synchronisation failed',
      );
    },
  });

  async function readWanted(): Promise<WantedFilterState | undefined> {
    if (driver.passive) return NO_WISHES;
    let ports;
    try {
      ports = await options.baremetal.listPorts();
    } catch (error) {
      failed(error);
      log.error(
        { driver: driverName, error: thrownText(error) },
        'Could not list the ports of the bare metal service; the PXE filter stays as it is',
      );
      return undefined;
    }
    // Records are read after the slow listing, so that they are not older than the ports.
    return computeWanted({
      ports,
      ...(await readRecords()),
      discovery: Boolean(config.processing.nodeNotFoundHook),
      denyUnknownMacs: config.pxeFilter.denyUnknownMacs,
      neighbours: await readEoibNeighbours(config.iptables.ethoibInterfaces, (path, error) => {
        log.error({ path, error: thrownText(error) }, 'Could not read Ethernet over InfiniBand neighbours');
      }),
    });
  }

  async function prepare(): Promise<void> {
    try {
      await driver.prepare?.();
    } catch (error) {
      log.debug({ driver: driverName, error: thrownText(error) }, 'The PXE filter could not look ahead');
    }
  }

  async function readRecords() {
    const [activeMacs, introspectionActive] = await Promise.all([records.activeMacs(), records.anyActive()]);
    return { activeMacs, introspectionActive };
  }

  async function initialise(): Promise<void> {
    const begun = clock.now();
    const listed = await readWanted();
    const first = listed ?? cautiousState(await readRecords());
    await attempt(() => driver.init(first));
    state = 'initialized';
    released = false;
    wanted = first;
    if (listed) succeeded(begun, 0);
  }

  async function synchronise(): Promise<void> {
    if (state === 'uninitialized') return recover();
    const begun = clock.now();
    const [now] = await Promise.all([readWanted(), prepare()]);
    if (!now) return;
    try {
      const { changes } = await attempt(() =>
        driver.sync(now, {
          get superseded() {
            return serial.requested;
          },
        }),
      );
      wanted = now;
      metrics.filterChanges.inc({ driver: driverName }, changes);
      succeeded(begun, changes);
      if (changes > 0) await tell(now, changes);
    } catch (error) {
      throw failure('the synchronisation failed', error);
    }
  }

  /** DHCP has changed whether this can be written or not, so that it cannot is no failure. */
  async function tell({ allowed, denied, unknown }: WantedFilterState, changes: number): Promise<void> {
    const body = { driver: driverName, changes, allowed: allowed.size, denied: denied.size, unknown };
    try {
      await options.events.add({ node: null, introspection: null, type: 'pxe-filter.changed', body });
    } catch (error) {
      log.warn(
        { driver: driverName, error: thrownText(error) },
        'A change of the PXE filter could not be noted',
      );
    }
  }

  async function recover(): Promise<void> {
    const refusal =
      `my fsm encountered an exception: Can not transition from state 'uninitialized' on event 'sync' ` +
      `(no defined transition)`;
    if (released) throw failure(refusal, undefined);
    try {
      await initialise();
    } catch (error) {
      throw failure(refusal, error);
    }
    log.info({ driver: driverName }, 'The PXE filter works again');
  }

  /** Runs a step of the driver; when it fails the driver is reset, so that the next run starts afresh. */
  async function attempt<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (error) {
      failed(error);
      log.error({ driver: driverName, error: thrownText(error) }, 'The PXE filter failed and is reset');
      await release(() => (driver.reset ? driver.reset() : driver.tearDown()));
      throw error;
    }
  }

  async function release(step: () => Promise<void>): Promise<void> {
    state = 'uninitialized';
    try {
      await step();
    } catch (error) {
      log.error({ driver: driverName, error: thrownText(error) }, 'The PXE filter could not be reset');
    }
  }

  function failure(what: string, cause: unknown): InspectorError {
    const reason = cause === undefined ? '' : `: ${thrownText(cause)}`;
    return new InspectorError(
      'INSP_PXE_FILTER_FAILED',
      `The PXE filter driver ${className(driverName)}, state=${state}: ${what}${reason}`,
      { cause },
    );
  }

  function failed(error: unknown): void {
    metrics.filterFailures.inc({ driver: driverName });
    lastFailure = { at: new Date(clock.now()).toISOString(), message: thrownText(error) };
  }

  function succeeded(begun: number, changes: number): void {
    const seconds = (clock.now() - begun) / 1000;
    const { allowed, denied, unknown } = wanted ?? NO_WISHES;
    metrics.filterSyncSeconds.observe({ driver: driverName }, seconds);
    lastFailure = null;
    lastSync = {
      started_at: new Date(begun).toISOString(),
      seconds,
      changes,
      allowed: allowed.size,
      denied: denied.size,
      unknown,
    };
    log.debug({ driver: driverName, ...lastSync }, 'The PXE filter was synchronised');
  }

  return {
    init: () =>
      serial.run(async () => {
        try {
          await initialise();
        } catch (error) {
          throw failure('the initialisation failed', error);
        }
      }),
    sync: () => serial.request(),
    tearDown: () =>
      serial.run(async () => {
        released = true;
        await release(() => driver.tearDown());
      }),
    periodic: () => task,
    async status(mac) {
      const general = {
        driver: driverName,
        state,
        sync_period: config.pxeFilter.syncPeriod,
        deny_unknown_macs: config.pxeFilter.denyUnknownMacs,
        last_sync: lastSync,
        last_failure: lastFailure,
      };
      return mac === undefined ? general : { ...general, mac: await explainMac(mac, driver, wanted) };
    },
  };
}

/**
 * Checks what no single option can tell.
 *
 * @throws `INSP_CONFIG_INVALID` when unknown machines are both denied and to be discovered.
 */
export function checkFilterOptions(config: Pick<PxeFilterConfig, 'pxeFilter' | 'processing'>): void {
  if (!config.pxeFilter.denyUnknownMacs || !config.processing.nodeNotFoundHook) return;
  throw new InspectorError(
    'INSP_CONFIG_INVALID',
    'Configuration error: [pxe_filter]deny_unknown_macs is enabled and [processing]node_not_found_hook is ' +
      'enabled. These options cannot both be enabled simultaneously.',
  );
}

/** `dnsmasq` is shown as `DnsmasqFilter`, the way operators know it from logs and error fields. */
function className(driverName: string): string {
  const words = driverName.split(/[-_]/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Filter`;
}
