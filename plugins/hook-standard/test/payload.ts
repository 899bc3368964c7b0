import type { JsonObject } from '@inspector/plugin-api';

/** MACs of the cards of {@link payload}: the one it booted from, one with and one without an address. */
export const BOOT = '52:54:00:00:00:01';
export const WITH_IP = '52:54:00:00:00:02';
export const WITHOUT_IP = '52:54:00:00:00:03';

/** What a machine with three cards posts; `inventory` and top-level members may be replaced. */
export const payload = (inventory: JsonObject = {}, rest: JsonObject = {}): JsonObject => ({
  inventory: {
    bmc_address: '192.0.2.44',
    bmc_v6address: '::/0',
    interfaces: [
      card('eth0', BOOT, { ipv4_address: '198.51.100.1' }),
      card('eth1', WITH_IP, { ipv6_address: 'fe80::5054:ff:fe00:2%eth1' }),
      card('eth2', WITHOUT_IP),
    ],
    disks: [{ name: '/dev/sda', size: 500 * 2 ** 30 }],
    cpu: { count: 16, architecture: 'x86_64', flags: [] },
    memory: { physical_mb: 65536 },
    ...inventory,
  },
  boot_interface: `01-${BOOT.replaceAll(':', '-')}`,
  root_disk: { name: '/dev/sda', size: 500 * 2 ** 30 },
  ...rest,
});

/** A network card as the ramdisk describes it. */
export const card = (name: string, mac: string | null, rest: JsonObject = {}): JsonObject => ({
  name,
  mac_address: mac,
  ipv4_address: null,
  ipv6_address: null,
  client_id: null,
  ...rest,
});
