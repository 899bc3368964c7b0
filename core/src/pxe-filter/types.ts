import type { BareMetal, DhcpLogSight, PxeFilterDriver } from '@inspector/plugin-api';
import type { DhcpAddressOf, SeenPort } from '@inspector/plugin-api/pxe-filter';
import type { InspectorConfig } from '../config/types.js';
import type { EventRepository, RecordRepository } from '../db/types.js';
import type { Log } from '../log/log.js';
import type { FilterMetrics } from '../metrics/filter-metrics.js';
import type { FilterStanding, PxeFilterStatus } from '../reports/pxe-filter-status.js';
import type { PeriodicTask, TaskClock } from '../tasks/periodic-task.js';

/** The options the manager reads. */
export interface PxeFilterConfig {
  readonly pxeFilter: InspectorConfig['pxeFilter'];
  readonly processing: Pick<InspectorConfig['processing'], 'nodeNotFoundHook'>;
}

/** What the manager works with. */
export interface PxeFilterManagerOptions {
  readonly driver: PxeFilterDriver;
  /** Name of the driver as configured; appears in errors, metrics and the status. */
  readonly driverName: string;
  readonly config: PxeFilterConfig;
  readonly baremetal: Pick<BareMetal, 'listPorts'>;
  /** Finds out how the DHCP server sees ports now. */
  readonly dhcpAddresses: () => Promise<DhcpAddressOf>;
  readonly records: Pick<RecordRepository, 'activeMacs' | 'anyActive'>;
  /** Gets an event for each synchronisation that changed something. */
  readonly events: Pick<EventRepository, 'add'>;
  readonly metrics: FilterMetrics;
  readonly log: Log;
  readonly clock?: TaskClock;
}

/** Machines whose treatment is to be explained. */
export interface AskedMachines {
  /** The MAC address of one, as somebody wrote it. */
  readonly mac?: string | undefined;
  /** Those of a node, with the ports that the bare metal service has for it. */
  readonly node?: {
    readonly uuid: string;
    readonly name: string | null;
    readonly ports: readonly SeenPort[];
  };
}

/** Keeps DHCP as the records and the bare metal service say. One per process. */
export interface PxeFilterManager {
  /**
   * Prepares the driver and brings DHCP to the desired state. When the ports cannot be listed, only machines
   * on introspection are let in until they can.
   *
   * @throws `INSP_PXE_FILTER_FAILED`: the service should not start.
   */
  init(): Promise<void>;
  /**
   * Brings DHCP to the desired state. Requests are merged: whoever asks while a synchronisation runs shares
   * one that begins afterwards. Ports that cannot be listed are logged and change nothing. A driver that
   * failed earlier is initialised again first.
   *
   * @throws `INSP_PXE_FILTER_FAILED` when the driver fails.
   */
  sync(): Promise<void>;
  /** Releases the system; afterwards only `init` does anything. Failures are logged. */
  tearDown(): Promise<void>;
  /** What is going on, without a look at the system. */
  standing(): FilterStanding;
  /**
   * What is going on, and what the machines asked about should get and do get.
   *
   * @throws `INSP_BAD_REQUEST` for a text that is no MAC address
   */
  status(asked?: AskedMachines): Promise<PxeFilterStatus>;
  /** What the DHCP server has written down last of machines. @param macs - canonical */
  log(macs: readonly string[]): Promise<DhcpLogSight>;
  /** The synchronisation that repeats every `pxeFilter.syncPeriod` seconds; never started by itself. */
  periodic(): PeriodicTask;
}
