import { expect } from 'chai';
import type { Json, JsonObject } from '../../src/json/types.js';
import { InspectorError } from '../../src/errors/inspector-error.js';
import { hardwareInventory } from '../../src/ramdisk-data/hardware-inventory.js';

const failure = (data: JsonObject): unknown => {
  try {
    hardwareInventory(data);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('hardwareInventory', () => {
  const refusals: [string, Json[]][] = [
    ['Hardware inventory is empty or missing', [null, {}, [], 'text', 3, false]],
    [
      'No network interfaces provided in the inventory',
      [
        { cpu: {} },
        { interfaces: [] },
        { interfaces: null },
        { interfaces: { eth0: {} } },
        { interfaces: 'eth0' },
      ],
    ],
  ];
  for (const [text, inventories] of refusals) {
    for (const inventory of inventories) {
      it(`answers 400 "${text}" to ${JSON.stringify(inventory)}`, () => {
        const error = failure({ inventory });
        expect(InspectorError.is(error) && [error.status, error.message]).to.deep.equal([400, text]);
      });
    }
  }

  it('answers 400 when there is no inventory at all', () => {
    expect(InspectorError.is(failure({}))).to.equal(true);
  });

  for (const disks of [undefined, null, {}, 'sda', []]) {
    it(`takes disks ${JSON.stringify(disks)} for a machine without disks`, () => {
      const inventory: JsonObject = { interfaces: [{}], ...(disks === undefined ? {} : { disks }) };
      expect(hardwareInventory({ inventory }).disks).to.deep.equal([]);
      expect(inventory['disks']).to.deep.equal([]);
    });
  }

  it('hands out the objects of the data and leaves out other items', () => {
    const inventory: JsonObject = { interfaces: [null, { name: 'eth0' }, 7], disks: ['x', { name: 'sda' }] };
    const view = hardwareInventory({ inventory });
    expect(view.inventory).to.equal(inventory);
    expect(view.interfaces).to.deep.equal([{ name: 'eth0' }]);
    expect(view.disks).to.deep.equal([{ name: 'sda' }]);
  });

  it('does not take an inventory from a prototype', () => {
    const data = Object.create({ inventory: { interfaces: [{}] } }) as JsonObject;
    expect(InspectorError.is(failure(data))).to.equal(true);
  });
});
