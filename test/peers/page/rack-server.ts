import { createMachine } from '@inspector/simulator';
import type { JsonObject } from '@inspector/plugin-api';

/** LLDP (IEEE 802.1AB): what a switch says of a port, as the ramdisk passes it on: types, and contents in hexadecimal. */
const neighbour = (at: number): [number, string][] => [
  [1, `0452540000a5${(at % 2).toString(16).padStart(2, '0')}`],
  [2, `05${hex(`Ethernet1/${17 + Math.floor(at / 2)}`)}`],
  [3, '0078'],
  [5, hex(`leaf-3${'ab'[at % 2] ?? ''}`)],
];

const hex = (text: string): string => Buffer.from(text).toString('hex');

const GB = 1_000_000_000;
const DISKS = [
  ['/dev/sda', 'SSDSC2KB480G8', 480 * GB, false],
  ['/dev/sdb', 'SSDSC2KB480G8', 480 * GB, false],
  ['/dev/sdc', 'ST12000NM0038', 12_000 * GB, true],
] as const;

/** What the ramdisk posts of a server as racks have it: two cards on two switches, and a third one that hangs on nothing. */
export function rackServer(): JsonObject {
  const { payload } = createMachine({ index: 0, payload: 'dell-m630-bios' });
  const inventory = payload['inventory'] as Record<string, JsonObject | JsonObject[]>;
  const [card] = inventory['interfaces'] as JsonObject[];
  const [disk] = inventory['disks'] as JsonObject[];
  const interfaces = ['eno1', 'eno2', 'ens3f0'].map((name, at) => ({
    ...card,
    name,
    mac_address: `98:40:bb:81:37:${(0x59 + at).toString(16)}`,
    ipv4_address: at === 0 ? '192.0.2.50' : null,
    has_carrier: at < 2,
    speed_mbps: at < 2 ? 25_000 : null,
    lldp: at < 2 ? neighbour(at) : [],
  }));
  const disks = DISKS.map(([name, model, size, rotational], at) => ({
    ...disk,
    ...{ name, model, size, rotational, vendor: 'ATA', serial: `PHYF01420${at}`, wwn: `0x55cd2e41508a${at}` },
  }));
  const vendor = {
    ...inventory['system_vendor'],
    firmware: { vendor: 'Dell Inc.', version: '2.19.1', build_date: '06/04/2023' },
  };
  const boot = { current_boot_mode: 'uefi', pxe_interface: '98:40:bb:81:37:59' };
  return {
    ...payload,
    boot_interface: '98:40:bb:81:37:59',
    inventory: { ...inventory, interfaces, disks, system_vendor: vendor, boot },
  } as JsonObject;
}
