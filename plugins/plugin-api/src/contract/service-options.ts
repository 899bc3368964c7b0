/** What plugins may know of the configuration besides their own options. */
export interface ServiceOptions {
  /** Seconds until an introspection fails; 0 or less means never. */
  readonly timeout: number;
  /** Fields of `driver_info` that hold a BMC address, besides `ipmi_address`. */
  readonly ipmiAddressFields: readonly string[];
  /** Configuration file given to `sudo ironic-inspector-rootwrap`. */
  readonly rootwrapConfig: string;
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
  readonly iptables: {
    readonly dnsmasqInterface: string;
    readonly firewallChain: string;
    readonly ethoibInterfaces: readonly string[];
    readonly ipVersion: '4' | '6';
  };
}
