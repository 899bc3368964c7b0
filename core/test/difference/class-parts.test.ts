import { expect } from 'chai';
import { classParts } from '../../src/difference/class-parts.js';
import { partDifferences } from '../../src/difference/differences.js';
import { partsOf } from '../../src/difference/parts.js';
import { machine } from './machine.js';

type Machine = ReturnType<typeof machine>;

/** How a machine differs from another one of its class. */
function compared(change: (other: Machine) => void): string[] {
  const other = machine();
  change(other);
  const [wanted, found] = [machine(), other].map((data) => classParts(partsOf(data)));
  return partDifferences(wanted ?? [], found ?? []).map(({ change: what, part, fields }) =>
    [what, part, ...fields.map(({ field }) => field)].join(' '),
  );
}

describe('machines of one class', () => {
  it('have other serial numbers, addresses and cables', () => {
    const found = compared(({ inventory, ...data }) => {
      Object.assign(inventory, { bmc_address: '192.0.2.99', bmc_mac: '52:54:00:00:00:99' });
      Object.assign(inventory['system_vendor'] as object, { serial_number: 'OTHER', system_uuid: 'u-2' });
      inventory.disks.forEach((disk, index) =>
        Object.assign(disk, { serial: `X${index}`, wwn: `0x${index}` }),
      );
      inventory.interfaces.forEach((card, index) =>
        Object.assign(card, { mac_address: `52:54:00:00:00:f${index}`, has_carrier: false, speed_mbps: 10 }),
      );
      data['all_interfaces'] = {};
    });
    expect(found).to.deep.equal([]);
  });

  it('may have the same parts in other slots, and list them in another order', () => {
    const found = compared(({ inventory }) => {
      inventory.disks.reverse();
      inventory.interfaces.reverse();
      for (const disk of inventory.disks) Object.assign(disk, { by_path: null, hctl: '5:0:0:0' });
    });
    expect(found).to.deep.equal([]);
  });

  const deviations: [string, (other: Machine) => void, string[]][] = [
    [
      'less memory',
      ({ inventory }) => Object.assign(inventory['memory'] as object, { physical_mb: 32768 }),
      ['changed memory size_mb'],
    ],
    [
      'a disk of another size',
      ({ inventory }) => Object.assign(inventory.disks[1] ?? {}, { size: 1 }),
      ['changed disk size'],
    ],
    ['a disk less', ({ inventory }) => inventory.disks.pop(), ['removed disk']],
    [
      'a card more',
      ({ inventory }) => inventory.interfaces.push({ name: 'eno9', vendor: '0x8086', product: '0x1' }),
      ['added network card'],
    ],
    [
      'older firmware',
      ({ inventory }) =>
        Object.assign((inventory['system_vendor'] as { firmware: object }).firmware, { version: '1.9' }),
      ['changed firmware version'],
    ],
    [
      'another processor',
      ({ inventory }) => Object.assign(inventory['cpu'] as object, { model_name: 'EPYC' }),
      ['changed cpu model'],
    ],
  ];
  for (const [what, change, expected] of deviations) {
    it(`do not have ${what}`, () => expect(compared(change)).to.deep.equal(expected));
  }
});
