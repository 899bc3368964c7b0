import { SHARED_DEFAULTS, type SharedOptions } from '../pxe-filter/shared-options.js';

/** What plugins may know of the service's configuration besides their own options. */
export interface ServiceOptions extends SharedOptions {
  /** Seconds until an introspection fails; 0 or less means never. */
  readonly timeout: number;
  /** Fields of `driver_info` that hold a BMC address, besides `ipmi_address`. */
  readonly ipmiAddressFields: readonly string[];
  readonly processing: {
    readonly addPorts: 'all' | 'active' | 'pxe' | 'disabled';
    readonly keepPorts: 'all' | 'present' | 'added';
    /** false: only values that are not set yet are written. */
    readonly overwriteExisting: boolean;
    /** Leave 1 GiB of the root disk out of `local_gb`. */
    readonly diskPartitioningSpacing: boolean;
    /** Set `pxe_enabled` of ports to whether the machine booted from them. */
    readonly updatePxeEnabled: boolean;
  };
  readonly limits: {
    /** Network cards one machine may have, and ports one node may have. */
    readonly interfaces: number;
  };
}

/** What a service says whose configuration leaves all this at its defaults. */
export const DEFAULT_SERVICE_OPTIONS: ServiceOptions = {
  timeout: 3600,
  ipmiAddressFields: ['redfish_address', 'ilo_address', 'drac_host', 'drac_address', 'ibmc_address'],
  processing: {
    addPorts: 'pxe',
    keepPorts: 'all',
    overwriteExisting: true,
    diskPartitioningSpacing: true,
    updatePxeEnabled: true,
  },
  limits: { interfaces: 256 },
  ...SHARED_DEFAULTS,
};
