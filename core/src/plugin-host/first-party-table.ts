// Made by `npm run docs` from the manifests in plugins/.
import type { GroupName } from '@inspector/plugin-api/package';

/** Packages of the project, by group of entry points and name. */
export const FIRST_PARTY_PACKAGES: Partial<Record<GroupName, Readonly<Record<string, string>>>> = {
  'inspector.baremetal': { ironic: '@inspector/baremetal-ironic' },
  'inspector.coordination': { etcd: '@inspector/coordination-etcd', local: '@inspector/coordination-local' },
  'inspector.hook.processing': {
    accelerators: '@inspector/hook-accelerators',
    capabilities: '@inspector/hook-capabilities',
    extra_hardware: '@inspector/hook-extra-hardware',
    lldp_basic: '@inspector/hook-lldp',
    local_link_connection: '@inspector/hook-lldp',
    pci_devices: '@inspector/hook-pci-devices',
    physnet_cidr_map: '@inspector/hook-physnet-cidr-map',
    raid_device: '@inspector/hook-raid-device',
    ramdisk_error: '@inspector/hook-standard',
    root_disk_selection: '@inspector/hook-standard',
    scheduler: '@inspector/hook-standard',
    validate_interfaces: '@inspector/hook-standard',
    webhook: '@inspector/hook-webhook',
  },
  'inspector.hook.node-not-found': { enroll: '@inspector/hook-discovery' },
  'inspector.inventory': {
    craton: '@inspector/inventory-craton',
    database: '@inspector/inventory-database',
    filesystem: '@inspector/inventory-filesystem',
  },
  'inspector.pxe-filter': {
    dnsmasq: '@inspector/pxe-filter-dnsmasq',
    iptables: '@inspector/pxe-filter-iptables',
    nftables: '@inspector/pxe-filter-nftables',
    noop: '@inspector/pxe-filter-noop',
  },
  'inspector.storage': {
    database: '@inspector/storage-database',
    none: '@inspector/storage-none',
    s3: '@inspector/storage-s3',
    swift: '@inspector/storage-swift',
  },
};

/** Groups of the configuration that packages of the project claim. */
export const FIRST_PARTY_GROUPS: readonly string[] = [
  'accelerators',
  'capabilities',
  'discovery',
  'dnsmasqPxeFilter',
  'extraHardware',
  'ironic',
  'pciDevices',
  'portPhysnet',
  'swift',
];
