import type { GroupName } from '@inspector/plugin-api/package';

/**
 * Packages of the project by what they offer. Used for one thing only: to say which package to install when an
 * enabled plugin is missing. Nothing is loaded by this table.
 */
const FIRST_PARTY: Partial<Record<GroupName, Readonly<Record<string, string>>>> = {
  'inspector.storage': {
    none: '@inspector/storage-none',
    database: '@inspector/storage-database',
    swift: '@inspector/storage-swift',
    s3: '@inspector/storage-s3',
  },
  'inspector.hook.processing': {
    ramdisk_error: '@inspector/hook-standard',
    root_disk_selection: '@inspector/hook-standard',
    scheduler: '@inspector/hook-standard',
    validate_interfaces: '@inspector/hook-standard',
    capabilities: '@inspector/hook-capabilities',
    pci_devices: '@inspector/hook-pci-devices',
    extra_hardware: '@inspector/hook-extra-hardware',
    raid_device: '@inspector/hook-raid-device',
    lldp_basic: '@inspector/hook-lldp',
    local_link_connection: '@inspector/hook-lldp',
    physnet_cidr_map: '@inspector/hook-physnet-cidr-map',
    accelerators: '@inspector/hook-accelerators',
  },
  'inspector.hook.node-not-found': { enroll: '@inspector/hook-discovery' },
  'inspector.pxe-filter': {
    noop: '@inspector/pxe-filter-noop',
    dnsmasq: '@inspector/pxe-filter-dnsmasq',
    iptables: '@inspector/pxe-filter-iptables',
    nftables: '@inspector/pxe-filter-nftables',
  },
  'inspector.baremetal': { ironic: '@inspector/baremetal-ironic' },
  'inspector.coordination': { local: '@inspector/coordination-local' },
};

/** Names the project itself offers in a group. */
export const firstPartyNames = (group: GroupName): string[] => Object.keys(FIRST_PARTY[group] ?? {});

/** The package of the project that offers a name. */
export function firstPartyPackage(group: GroupName, name: string): string | undefined {
  const names = FIRST_PARTY[group] ?? {};
  return Object.hasOwn(names, name) ? names[name] : undefined;
}
