import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Json } from '@inspector/plugin-api';
import { parseLldp } from '../src/parse.js';

describe('malformed LLDP records', () => {
  const malformed: [string, Json][] = [
    ['a truncated MAC', [1, '0402005e0011']],
    ['a truncated IPv4 address', [1, '0501c00002']],
    ['a truncated IPv6 address', [1, '050220010db8']],
    ['an address without family', [1, '05']],
    ['a chassis without subtype', [1, '']],
    ['an unknown chassis subtype', [1, '0861']],
    ['chassis subtype 0', [1, '0061']],
    ['an unknown port subtype', [2, '0661']],
    ['a chassis that is not UTF-8', [1, '01ff']],
    ['a name that is not UTF-8', [5, 'c3']],
    ['capabilities of two bytes', [7, '0014']],
    ['capabilities of five bytes', [7, '0014001000']],
    ['a management address without family', [8, '05']],
    ['a truncated management address', [8, '0501c000']],
    ['an organisation without subtype', [127, '0080c2']],
    ['an unknown organisation', [127, 'aabbcc0100']],
    ['an untagged VLAN of one byte', [127, '0080c20100']],
    ['a protocol VLAN of two bytes', [127, '0080c2020600']],
    ['a protocol VLAN of four bytes', [127, '0080c20206000a00']],
    ['a VLAN name shorter than stated', [127, '0080c203006405766f6970']],
    ['a VLAN name that is not UTF-8', [127, '0080c203006401ff']],
    ['a protocol identity shorter than stated', [127, '0080c20404888e01']],
    ['link aggregation of four bytes', [127, '0080c20701000000']],
    ['link aggregation of six bytes', [127, '00120f03010000000000']],
    ['an unknown MAU type', [127, '00120f01030001ffff']],
    ['the MAU type after the last', [127, '00120f010300010036']],
    ['MAU data of four bytes', [127, '00120f0103000100']],
    ['MAU data of six bytes', [127, '00120f01030001001e00']],
    ['an MTU of one byte', [127, '00120f0405']],
    ['a type of many digits', [2n ** 64n, '616263']],
    ['a value that is a number', [5, 2n ** 64n]],
    ['an odd number of digits', [5, '616']],
    ['a text that is not hexadecimal', [5, 'xyz0']],
    ['a prefix', [5, '0x61']],
    ['a type that is a text', ['5', '61']],
    ['a value that is a number', [5, 61]],
    ['a record without value', [5]],
    ['a record that is an object', { type: 5, value: '61' }],
    ['a record that is null', null],
    ['a record that is a text', '561'],
  ];
  for (const [title, tlv] of malformed) {
    it(`${title} is left out with a reason, the others count`, () => {
      const { processed, problems } = parseLldp([tlv, [4, '7570']]);
      expect(processed).to.deep.equal({ switch_port_description: 'up' });
      expect(problems).to.have.length(1);
    });
  }

  it('leave nothing behind when nothing else is there', () => {
    expect(
      parseLldp([
        [1, '0402005e0011'],
        [7, '0014'],
        [127, '00120f01030001ffff'],
      ]).processed,
    ).to.deep.equal({});
  });

  it('leave no half of themselves behind', () => {
    expect(
      parseLldp([
        [127, '00120f01030001ffff'],
        [127, '00120f01010000001e'],
      ]).processed,
    ).to.include({
      switch_port_autonegotiation_enabled: false,
    });
  });

  it('are named by type and place', () => {
    expect(parseLldp([[4, '61'], [7, '0014'], null]).problems).to.deep.equal([
      'TLV of type 7 at 1: 4 bytes expected, 2 found',
      'TLV at 2: a pair of type and hexadecimal text expected',
    ]);
  });

  it('of any content neither throw nor touch the object prototype', function () {
    this.timeout(60_000);
    const traces = Object.getOwnPropertyNames(Object.prototype).join();
    const bytes = (maxLength: number): fc.Arbitrary<string> =>
      fc
        .array(fc.constantFrom('00', '01', '02', '03', '04', '05', '06', '1e', '61', 'c3', 'ff'), {
          maxLength,
        })
        .map((all) => all.join(''));
    const organisation = fc
      .tuple(fc.constantFrom('0080c2', '00120f', 'ffffff'), fc.integer({ min: 1, max: 7 }), bytes(6))
      .map(([identifier, subtype, rest]): Json => [127, `${identifier}0${subtype}${rest}`]);
    const basic = fc.tuple(fc.integer({ min: 0, max: 9 }), bytes(18)).map((tlv): Json => tlv);
    const odd = fc.constantFrom<Json>(
      null,
      5,
      [],
      [5],
      [5, '6'],
      [5, 'xx'],
      ['__proto__', '61'],
      [-1, ''],
      [1.5, '61'],
      { length: 2 },
    );
    const record = fc.oneof({ weight: 5, arbitrary: organisation }, { weight: 5, arbitrary: basic }, odd);
    const seen = new Set<string>();
    const property = (): void =>
      fc.assert(
        fc.property(fc.array(record, { maxLength: 4 }), (tlvs) => {
          const { processed, problems } = parseLldp(tlvs);
          for (const key of Object.keys(processed)) seen.add(key);
          if (Object.getPrototypeOf(processed) !== Object.prototype)
            throw new Error('the prototype was changed');
          if (problems.length > tlvs.length) throw new Error('a record has more than one problem');
          JSON.stringify(processed);
        }),
        { numRuns: 100_000 },
      );
    // Unlike a time-out of mocha this one also ends work that never returns.
    runInNewContext('property()', { property }, { timeout: 60_000 });
    expect(seen.size).to.be.above(15);
    expect(Object.getOwnPropertyNames(Object.prototype).join()).to.equal(traces);
  });
});
