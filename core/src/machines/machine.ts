import type { HardwareSummary, StoredSummary } from '../db/types.js';

/** A node and what its machine is, as answers have it. What is not known is null. */
export interface Machine extends Pick<StoredSummary, 'uuid' | 'name' | 'state'>, Required<HardwareSummary> {
  /** When the introspection ended that told of the machine. */
  readonly inspected_at: string | null;
}

/**
 * A machine as answers have it. What summaries of former versions lack is not known. Each member is named: copying them all takes
 * a hundred times as long, and lists have thousands.
 */
export const machineOf = ({ uuid, name, state, inspectedAt, hardware }: StoredSummary): Machine => ({
  uuid,
  name,
  state,
  inspected_at: inspectedAt,
  vendor: hardware.vendor,
  product: hardware.product,
  serial: hardware.serial,
  boot_mode: hardware.boot_mode,
  firmware: hardware.firmware,
  bmc_address: hardware.bmc_address,
  cpus: hardware.cpus,
  cpu_model: hardware.cpu_model,
  cpu_arch: hardware.cpu_arch,
  memory_mb: hardware.memory_mb,
  disks: hardware.disks,
  disk_gb: hardware.disk_gb,
  nics: hardware.nics,
  macs: hardware.macs,
  switches: hardware.switches,
  resource_class: hardware.resource_class ?? null,
  deviations: hardware.deviations ?? null,
});
