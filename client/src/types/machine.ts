import type { IntrospectionState } from './introspections.js';

/** What a machine is, in a few words. What is not known is null. */
export interface Hardware {
  readonly vendor: string | null;
  readonly product: string | null;
  readonly serial: string | null;
  readonly boot_mode: string | null;
  /** Version of the firmware. */
  readonly firmware: string | null;
  readonly bmc_address: string | null;
  readonly cpus: number | null;
  readonly cpu_model: string | null;
  readonly cpu_arch: string | null;
  readonly memory_mb: number | null;
  /** How many. */
  readonly disks: number;
  /** Size of all disks together, in GiB. */
  readonly disk_gb: number;
  /** How many network cards. */
  readonly nics: number;
  readonly macs: readonly string[];
  /** Name and port of each switch that a card hangs on. */
  readonly switches: readonly string[];
}

/** A node, and what its machine is. */
export interface Machine extends Hardware {
  readonly uuid: string;
  readonly name: string | null;
  /** How the latest introspection of the node stands. */
  readonly state: IntrospectionState;
  /** When the introspection ended that told of the machine. */
  readonly inspected_at: string | null;
  /** The resource class of the node at that time. */
  readonly resource_class: string | null;
  /** How many parts deviated from the baseline that held then; null: none held. */
  readonly deviations: number | null;
}
