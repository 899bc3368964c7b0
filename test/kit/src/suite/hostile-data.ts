import type { IntrospectionData } from '@inspector/plugin-api';

const CARD = { name: 'eth0', mac_address: '52:54:00:aa:00:01', ipv4_address: '192.0.2.5', lldp: null };

// A 64-bit counter that ran over: no JavaScript number holds it.
const BEYOND = 18446744073709551616n;

/** A machine's data with one part of the inventory exchanged. */
const inventory = (parts: IntrospectionData): IntrospectionData => ({
  inventory: {
    interfaces: [{ ...CARD }],
    disks: [{ name: '/dev/sda', size: 10737418240 }],
    cpu: { count: 4, architecture: 'x86_64', flags: ['vmx'] },
    memory: { physical_mb: 4096 },
    ...parts,
  },
});

/**
 * Data that machines, broken ramdisks or attackers may post: every container once as null, as a list, as a text
 * and with wrong members. Parsed from JSON so that `__proto__` is an own key, as in a real post.
 */
export const HOSTILE_DATA: Readonly<Record<string, IntrospectionData>> = {
  'no data at all': {},
  'an inventory that is null': { inventory: null },
  'an inventory that is a list': { inventory: [] },
  'an inventory that is a text': { inventory: 'x' },
  'interfaces that are null': inventory({ interfaces: null }),
  'interfaces that are an object': inventory({ interfaces: { eth0: {} } }),
  'interfaces that are nothing useful': inventory({ interfaces: [null, 5, 'x', [], {}] }),
  'interfaces with wrong members': inventory({
    interfaces: [{ name: 5, mac_address: {}, ipv4_address: [], lldp: 'x', client_id: 7 }],
  }),
  'LLDP that is not LLDP': inventory({
    interfaces: [{ ...CARD, lldp: [null, 5, [], [1], [1, null], ['x', 'zz'], [127, '00'], [1, '0']] }],
  }),
  'disks that are null': inventory({ disks: null }),
  'disks that are nothing useful': inventory({ disks: [null, 5, 'x', [], {}] }),
  'disks with wrong members': inventory({ disks: [{ name: [], size: 'big', serial: {}, rotational: 'x' }] }),
  'a CPU that is null': inventory({ cpu: null }),
  'a CPU with wrong members': inventory({ cpu: { count: 'many', architecture: [], flags: 'vmx' } }),
  'memory that is a list': inventory({ memory: [] }),
  'numbers out of range': inventory({ memory: { physical_mb: -1e308 }, cpu: { count: 1e308 } }),
  'integers beyond 2^53': inventory({
    interfaces: [{ ...CARD, lldp: [[BEYOND, '00']], client_id: BEYOND, ipv6_address: BEYOND }],
    disks: [{ name: BEYOND, size: BEYOND, serial: BEYOND, rotational: BEYOND, wwn: BEYOND }],
    cpu: { count: BEYOND, architecture: BEYOND, flags: [BEYOND] },
    memory: { physical_mb: BEYOND },
    bmc_address: BEYOND,
    boot: { current_boot_mode: BEYOND, pxe_interface: BEYOND },
  }),
  'integers beyond 2^53 in place of other types': {
    ...inventory({ interfaces: [BEYOND], disks: [BEYOND], cpu: BEYOND, memory: BEYOND }),
    ...{
      data: [[BEYOND, 'x', BEYOND, BEYOND]],
      extra: BEYOND,
      pci_devices: [{ bus: BEYOND, vendor_id: BEYOND }],
    },
    ...{
      lldp_raw: { eth0: [[BEYOND, BEYOND]] },
      all_interfaces: { eth0: BEYOND },
      macs: [BEYOND],
      root_disk: BEYOND,
    },
    ...{ boot_interface: BEYOND, error: BEYOND, block_devices: { serials: [BEYOND] }, local_gb: BEYOND },
    ...{ cpus: BEYOND, memory_mb: BEYOND, ipmi_address: BEYOND, numa_topology: BEYOND },
  },
  'a boot part that is a text': inventory({ boot: 'x', system_vendor: 'y' }),
  'extra parts of the wrong type': {
    ...inventory({}),
    ...{ data: 'x', extra: [], pci_devices: {}, lldp_raw: [], all_interfaces: [], macs: 'x', root_disk: 'x' },
    ...{ boot_interface: {}, interfaces: 7, error: {}, block_devices: [], local_gb: {}, numa_topology: 'x' },
  },
  'members of lists of the wrong type': {
    ...inventory({}),
    ...{ data: [null, 5, [], ['a'], [{}, [], null, {}]], pci_devices: [null, 5, 'x', [], { bus: {} }] },
    ...{ lldp_raw: { eth0: [null, 5, ['x']], eth1: 'x' }, block_devices: { serials: [null, {}, 5] } },
  },
  'keys named after prototypes': JSON.parse(
    '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "data": ' +
      '[["__proto__", "polluted", "x", "1"], ["constructor", "prototype", "polluted", "1"]], "inventory": ' +
      '{"__proto__": {"polluted": 1}, "interfaces": [{"name": "__proto__", "mac_address": "52:54:00:aa:00:01", ' +
      '"ipv4_address": "192.0.2.5"}], "cpu": {"__proto__": {"x": 1}, "flags": ["__proto__", "constructor"]}}, ' +
      '"lldp_raw": {"__proto__": [[1, "04aabbccddeeff"]]}}',
  ) as IntrospectionData,
};
