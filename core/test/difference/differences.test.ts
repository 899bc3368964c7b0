import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import { differences } from '../../src/difference/differences.js';
import { machine } from './machine.js';

/** The machine, changed. */
function other(change: (data: ReturnType<typeof machine>) => void): JsonObject {
  const data = machine();
  change(data);
  return data;
}

/** What changed, a line for each part. */
const lines = (before: JsonObject, after: JsonObject): string[] =>
  differences(before, after).map(({ change, part, name, fields }) =>
    [
      change,
      part,
      name,
      ...fields.map(({ field, from, to }) => `${field} ${String(from)}→${String(to)}`),
    ].join(' | '),
  );

const swapped = <T>(list: readonly T[]): T[] => [...list].reverse();
const at = (list: JsonObject[], index: number): JsonObject => list[index] ?? {};

describe('differences between two introspections of a machine', () => {
  it('are none for the same hardware', () => {
    expect(lines(machine(), machine())).to.deep.equal([]);
  });

  it('are none where the parts are listed in another order', () => {
    const after = other(({ inventory }) => {
      inventory.disks = swapped(inventory.disks);
      inventory.interfaces = swapped(inventory.interfaces);
    });
    after['pci_devices'] = swapped(after['pci_devices'] as JsonObject[]);
    expect(lines(machine(), after)).to.deep.equal([]);
  });

  it('are none where the kernel has found the disks in another order, and DHCP gave other addresses', () => {
    const after = other(({ inventory: { disks, interfaces, cpu } }) => {
      Object.assign(at(disks, 0), { name: '/dev/sdb' });
      Object.assign(at(disks, 1), { name: '/dev/sda' });
      Object.assign(at(interfaces, 0), { ipv4_address: '192.0.2.99' });
      Object.assign(cpu as JsonObject, { frequency: '1200.1', flags: ['pts'] });
    });
    expect(lines(machine(), after)).to.deep.equal([]);
  });

  it('show two disks that were swapped as moved', () => {
    const after = other(({ inventory: { disks } }) => {
      const [first, second] = [at(disks, 0), at(disks, 1)];
      [first['serial'], second['serial']] = [second['serial'] ?? null, first['serial'] ?? null];
    });
    const path = (end: number): string => `/dev/disk/by-path/pci-0000:02:00.0-sas-${String(end)}`;
    expect(lines(machine(), after)).to.deep.equal([
      `moved | disk | serial S2 | by_path ${path(2)}→${path(1)}`,
      `moved | disk | serial S1 | by_path ${path(1)}→${path(2)}`,
    ]);
  });

  it('show a card that was replaced as changed', () => {
    const after = other(({ inventory: { interfaces } }) => {
      Object.assign(at(interfaces, 1), { mac_address: '52:54:00:00:00:AA', product: '0x1572' });
    });
    expect(lines(machine(), after)).to.deep.equal([
      'changed | network card | mac 52:54:00:00:00:02 | mac 52:54:00:00:00:02→52:54:00:00:00:aa | product 0x10f8→0x1572',
    ]);
  });

  it('show a card of a virtual machine, whose place is not known, as changed, too', () => {
    const plain = (mac: string): JsonObject => ({
      inventory: { interfaces: [{ name: 'eth0', mac_address: mac }] },
    });
    expect(lines(plain('52:54:00:00:00:01'), plain('52:54:00:00:00:02'))).to.deep.equal([
      'changed | network card | mac 52:54:00:00:00:01 | mac 52:54:00:00:00:01→52:54:00:00:00:02',
    ]);
  });

  it('show parts that were added and removed, with what is known of them', () => {
    const after = other(({ inventory: { disks } }) => disks.splice(1));
    const [gone, ...rest] = differences(machine(), after);
    expect(rest).to.deep.equal([]);
    expect(gone).to.include({ change: 'removed', part: 'disk', name: 'serial S2', to: null });
    expect(gone?.from).to.include({ model: 'XS480', hctl: '0:0:1:0', name: '/dev/sdb' });
    const [come] = differences(after, machine());
    expect(come).to.include({ change: 'added', part: 'disk', name: 'serial S2', from: null });
  });

  it('name the slot of a memory module that is gone, and tell of the memory that is missing', () => {
    const after = other((data) => {
      const memory = (data['extra'] as { memory: JsonObject }).memory;
      delete memory['bank:1'];
      (data.inventory['memory'] as JsonObject)['physical_mb'] = 32768;
    });
    expect(lines(machine(), after)).to.deep.equal([
      'changed | memory |  | size_mb 65536→32768',
      'removed | memory module | serial M2',
    ]);
  });

  it('tell of firmware, boot mode, a cable in another port of the switch and another accelerator', () => {
    const after = other((data) => {
      const vendor = data.inventory['system_vendor'] as { firmware: JsonObject };
      vendor.firmware['version'] = '2.2';
      (data.inventory['boot'] as JsonObject)['current_boot_mode'] = 'bios';
      (data['all_interfaces'] as Record<string, { lldp_processed: JsonObject }>)['eno1']!.lldp_processed = {
        switch_system_name: 'leaf-1',
        switch_port_id: 'Ethernet8',
      };
      Object.assign(at(data['pci_devices'] as JsonObject[], 0), { product_id: '20b5' });
    });
    expect(lines(machine(), after)).to.deep.equal([
      'changed | system |  | boot_mode uefi→bios',
      'changed | firmware |  | version 2.1→2.2',
      'changed | network card | mac 52:54:00:00:00:01 | switch_port Ethernet7→Ethernet8',
      'changed | PCI device | pci_address 0000:3b:00.0 | product_id 1eb8→20b5',
    ]);
  });

  it('go by the place where several parts have the same serial, or none', () => {
    const alike = (...sizes: number[]): JsonObject => ({
      inventory: {
        disks: sizes.map((size, index) => ({ serial: 'SAME', size, by_path: `slot-${String(index)}` })),
      },
    });
    expect(lines(alike(1, 2, 3), alike(1, 2, 3))).to.deep.equal([]);
    expect(lines(alike(1, 2, 3), alike(1, 5, 3))).to.deep.equal(['changed | disk | serial SAME | size 2→5']);
    expect(lines(alike(1, 1), alike(1))).to.deep.equal(['removed | disk | serial SAME']);
  });

  it('do not take for a serial what makers write where they have none', () => {
    const junk = (serial: string): JsonObject => ({
      inventory: { disks: [{ serial, by_path: 'slot-1', size: 1 }] },
    });
    expect(lines(junk('To be filled by O.E.M.'), junk('0000000'))).to.deep.equal([]);
  });

  for (const data of [
    {},
    { inventory: null },
    { inventory: { disks: [null, 1, []], interfaces: {} } },
    { extra: 1 },
  ]) {
    it(`take ${JSON.stringify(data)} for a machine without parts`, () => {
      expect(differences(data as JsonObject, data as JsonObject)).to.deep.equal([]);
      expect(differences(data as JsonObject, machine()).every(({ change }) => change === 'added')).to.equal(
        true,
      );
    });
  }
});
