import { expect } from 'chai';
import type { JsonObject } from '../../src/json/types.js';
import { bootMac } from '../../src/ramdisk-data/boot-mac.js';

describe('bootMac', () => {
  const rows: [string, JsonObject, string | undefined][] = [
    ['drops the hardware type of PXELINUX', { boot_interface: '01-52-54-00-AA-BB-CC' }, '52:54:00:aa:bb:cc'],
    ['drops an InfiniBand hardware type', { boot_interface: '20-52-54-00-aa-bb-cc' }, '52:54:00:aa:bb:cc'],
    ['accepts dashes without a type', { boot_interface: '52-54-00-aa-bb-cc' }, '52:54:00:aa:bb:cc'],
    ['lower-cases colons', { boot_interface: '52:54:00:AA:BB:CC' }, '52:54:00:aa:bb:cc'],
    [
      'prefers the top-level key',
      { boot_interface: '52:54:00:aa:bb:cc', inventory: { boot: { pxe_interface: '52:54:00:00:00:01' } } },
      '52:54:00:aa:bb:cc',
    ],
    [
      'falls back to the inventory when the key is absent',
      { inventory: { boot: { pxe_interface: '01-52-54-00-00-00-01' } } },
      '52:54:00:00:00:01',
    ],
    [
      'falls back to the inventory when the key is null',
      { boot_interface: null, inventory: { boot: { pxe_interface: '52:54:00:00:00:01' } } },
      '52:54:00:00:00:01',
    ],
    ['knows none when the key is empty', { boot_interface: '' }, undefined],
    ['knows none when nothing says', { inventory: { boot: null } }, undefined],
    ['knows none when the key is no text', { boot_interface: ['52:54:00:aa:bb:cc'] }, undefined],
  ];
  for (const [title, data, expected] of rows) {
    it(title, () => {
      expect(bootMac(data)).to.equal(expected);
    });
  }
});
