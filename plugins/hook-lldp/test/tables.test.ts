import { expect } from 'chai';
import type { Json } from '@inspector/plugin-api';
import { parseLldp } from '../src/parse.js';

const hex = (number: number): string => number.toString(16).padStart(4, '0');
const fact = (type: number, value: string, key: string): Json | undefined =>
  parseLldp([[type, value]]).processed[key];

describe('LLDP tables', () => {
  const capabilities: [number, string[]][] = [
    [0x0001, []],
    [0x0002, ['Repeater']],
    [0x0004, ['Bridge']],
    [0x0008, ['WLAN']],
    [0x0010, ['Router']],
    [0x0020, ['Telephone']],
    [0x0040, ['DOCSIS cable device']],
    [0x0080, ['Station only']],
    [0x0100, ['C-Vlan']],
    [0x0200, ['S-Vlan']],
    [0x0400, ['TPMR']],
    [0xf800, []],
  ];
  for (const [mask, names] of capabilities) {
    it(`capability bit ${hex(mask)} is ${names.join() || 'nothing'}, supported and enabled apart`, () => {
      expect(fact(7, `${hex(mask)}0000`, 'switch_capabilities_support')).to.deep.equal(names);
      expect(fact(7, `0000${hex(mask)}`, 'switch_capabilities_enabled')).to.deep.equal(names);
    });
  }

  const physical: [number, string[]][] = [
    [0x8000, []],
    [0x4000, ['10BASE-T hdx']],
    [0x2000, ['10BASE-T fdx']],
    [0x1000, ['10BASE-T4']],
    [0x0800, ['100BASE-TX hdx']],
    [0x0400, ['100BASE-TX fdx']],
    [0x0200, ['100BASE-T2 hdx']],
    [0x0100, ['100BASE-T2 fdx']],
    [0x0080, ['PAUSE fdx']],
    [0x0040, ['Asym PAUSE fdx']],
    [0x0020, ['Sym PAUSE fdx']],
    [0x0010, ['Asym and Sym PAUSE fdx']],
    [0x0008, ['1000BASE-X hdx']],
    [0x0004, ['1000BASE-X fdx']],
    [0x0002, ['1000BASE-T hdx']],
    [0x0001, ['1000BASE-T fdx']],
    [
      0x6c81,
      ['1000BASE-T fdx', '100BASE-TX fdx', '100BASE-TX hdx', '10BASE-T fdx', '10BASE-T hdx', 'PAUSE fdx'],
    ],
  ];
  for (const [mask, names] of physical) {
    it(`physical capabilities ${hex(mask)} are ${names.join(', ') || 'none'}`, () => {
      expect(fact(127, `00120f0100${hex(mask)}0000`, 'switch_port_physical_capabilities')).to.deep.equal(
        names,
      );
    });
  }

  const mauTypes: [number, string][] = [
    [0, 'Unknown'],
    [1, 'AUI'],
    [2, '10BASE-5'],
    [3, 'FOIRL'],
    [4, '10BASE-2'],
    [5, '10BASE-T duplex mode unknown'],
    [6, '10BASE-FP'],
    [7, '10BASE-FB'],
    [8, '10BASE-FL duplex mode unknown'],
    [9, '10BROAD36'],
    [10, '10BASE-T half duplex'],
    [11, '10BASE-T full duplex'],
    [12, '10BASE-FL half duplex'],
    [13, '10BASE-FL full duplex'],
    [14, '100 BASE-T4'],
    [15, '100BASE-TX half duplex'],
    [16, '100BASE-TX full duplex'],
    [17, '100BASE-FX half duplex'],
    [18, '100BASE-FX full duplex'],
    [19, '100BASE-T2 half duplex'],
    [20, '100BASE-T2 full duplex'],
    [21, '1000BASE-X half duplex'],
    [22, '1000BASE-X full duplex'],
    [23, '1000BASE-LX half duplex'],
    [24, '1000BASE-LX full duplex'],
    [25, '1000BASE-SX half duplex'],
    [26, '1000BASE-SX full duplex'],
    [27, '1000BASE-CX half duplex'],
    [28, '1000BASE-CX full duplex'],
    [29, '1000BASE-T half duplex'],
    [30, '1000BASE-T full duplex'],
    [31, '10GBASE-X'],
    [32, '10GBASE-LX4'],
    [33, '10GBASE-R'],
    [34, '10GBASE-ER'],
    [35, '10GBASE-LR'],
    [36, '10GBASE-SR'],
    [37, '10GBASE-W'],
    [38, '10GBASE-EW'],
    [39, '10GBASE-LW'],
    [40, '10GBASE-SW'],
    [41, '10GBASE-CX4'],
    [42, '2BASE-TL'],
    [43, '10PASS-TS'],
    [44, '100BASE-BX10D'],
    [45, '100BASE-BX10U'],
    [46, '100BASE-LX10'],
    [47, '1000BASE-BX10D'],
    [48, '1000BASE-BX10U'],
    [49, '1000BASE-LX10'],
    [50, '1000BASE-PX10D'],
    [51, '1000BASE-PX10U'],
    [52, '1000BASE-PX20D'],
    [53, '1000BASE-PX20U'],
  ];
  for (const [number, name] of mauTypes) {
    it(`MAU type ${number} is ${name}`, () => {
      expect(fact(127, `00120f01000000${hex(number)}`, 'switch_port_mau_type')).to.equal(name);
    });
  }
});
