import type { JsonObject } from '@inspector/plugin-api';

/** The data of a machine with two disks, two cards and two memory modules, as a ramdisk and the hooks tell of it. */
export const machine = (): JsonObject & {
  inventory: { disks: JsonObject[]; interfaces: JsonObject[]; [name: string]: unknown };
} =>
  structuredClone({
    inventory: {
      bmc_address: '192.0.2.10',
      boot: { current_boot_mode: 'uefi', pxe_interface: '52:54:00:00:00:01' },
      cpu: {
        count: 48,
        architecture: 'x86_64',
        model_name: 'Xeon',
        frequency: '3100.0',
        flags: ['acpi', 'pts'],
      },
      disks: [
        disk('/dev/sda', 'S1', 'pci-0000:02:00.0-sas-1', '0:0:0:0'),
        disk('/dev/sdb', 'S2', 'pci-0000:02:00.0-sas-2', '0:0:1:0'),
      ],
      interfaces: [
        card('eno1', '52:54:00:00:00:01', '0000:01:00.0'),
        card('eno2', '52:54:00:00:00:02', '0000:01:00.1'),
      ],
      memory: { physical_mb: 65536, total: 67108864000 },
      system_vendor: {
        manufacturer: 'Dell Inc.',
        product_name: 'PowerEdge',
        serial_number: 'G032KG2',
        firmware: { vendor: 'Dell Inc.', version: '2.1', build_date: '01/01/2030' },
      },
    },
    extra: {
      memory: {
        total: { size: 68719476736 },
        'bank:0': { slot: 'DIMM_A1', serial: 'M1', size: 34359738368, clock: 3200000000 },
        'bank:1': { slot: 'DIMM_B1', serial: 'M2', size: 34359738368, clock: 3200000000 },
        'bank:2': { slot: 'DIMM_C1', description: 'empty' },
      },
    },
    all_interfaces: {
      eno1: { lldp_processed: { switch_system_name: 'leaf-1', switch_port_id: 'Ethernet7' } },
    },
    pci_devices: [
      { vendor_id: '10de', product_id: '1eb8', class: '030200', revision: 'a1', bus: '0000:3b:00.0' },
      { vendor_id: '8086', product_id: '10f8', class: '020000', revision: '01', bus: '0000:01:00.0' },
    ],
  });

const disk = (name: string, serial: string, path: string, hctl: string): JsonObject => ({
  ...{
    name,
    serial,
    hctl,
    size: 480103981056,
    rotational: false,
    vendor: 'SEAGATE',
    model: 'XS480',
    wwn: null,
  },
  by_path: `/dev/disk/by-path/${path}`,
});

const card = (name: string, mac: string, pci: string): JsonObject => ({
  ...{ name, mac_address: mac, pci_address: pci, vendor: '0x8086', product: '0x10f8', has_carrier: true },
  ...{ ipv4_address: '192.0.2.77', lldp: [] },
});
