import { expect } from 'chai';
import type { IntrospectionData, Json, JsonObject } from '@inspector/plugin-api';
import { runHook } from '@inspector/test-kit';
import lldpBasic from '../src/lldp-basic.js';
import { LldpRecords, MOST_OF_A_CARD, MOST_OF_A_MACHINE } from '../src/lldp-records.js';
import { parseLldp } from '../src/parse.js';

const MALFORMED: Json = [1, '0402005e0011'];
const many = (count: number): Json[] => Array.from({ length: count }, () => MALFORMED);
const card = (name: string, lldp: Json): JsonObject => ({ name, mac_address: '52:54:00:00:00:01', lldp });

/** Records that count how many of them were looked at. */
function counted(records: Json[]): { readonly list: Json[]; readonly count: () => number } {
  const seen = new Set<string>();
  const list = new Proxy(records, {
    get: (target, name): unknown => {
      if (typeof name === 'string' && /^\d+$/.test(name)) seen.add(name);
      return Reflect.get(target, name);
    },
  });
  return { list, count: () => seen.size };
}

describe('too many LLDP records', () => {
  for (const count of [2, 4, 8].map((factor) => factor * MOST_OF_A_CARD)) {
    it(`of one card, ${String(count)}, are left alone behind the first thousand`, () => {
      const { list, count: read } = counted([[5, '7331'], ...many(count)]);
      const found = new LldpRecords({} as IntrospectionData).of(card('eth0', list));
      expect(parseLldp(found?.tlvs ?? []).processed).to.deep.equal({ switch_system_name: 's1' });
      expect(read()).to.equal(MOST_OF_A_CARD);
      expect(found?.leftOut).to.equal(count + 1 - MOST_OF_A_CARD);
    });
  }

  it('are told in the log', async () => {
    const interfaces = [card('eth0', [[5, '7331'], ...many(MOST_OF_A_CARD)])];
    const { data, log } = await runHook(lldpBasic, {
      data: { inventory: { interfaces }, all_interfaces: { eth0: {} } },
    });
    expect(data['all_interfaces']).to.have.nested.property('eth0.lldp_processed.switch_system_name', 's1');
    expect(log.messages('warn').some((line) => line.includes('too many LLDP records'))).to.equal(true);
  });

  it('of all cards together are left alone as well', () => {
    const records = new LldpRecords({} as IntrospectionData);
    const found = Array.from({ length: 50 }, () => records.of(card('eth0', many(MOST_OF_A_CARD))));
    const read = found.reduce((sum, each) => sum + (each?.tlvs.length ?? 0), 0);
    expect(read).to.equal(MOST_OF_A_MACHINE);
    expect(found.at(-1)?.leftOut).to.equal(MOST_OF_A_CARD);
  });

  it('include values that are longer than a TLV can be, which are not read', () => {
    expect(parseLldp([[5, '61'.repeat(512)]]).problems).to.deep.equal([
      'TLV of type 5 at 0: the value is longer than a TLV can be',
    ]);
    expect(parseLldp([[5, '61'.repeat(511)]]).processed).to.deep.equal({
      switch_system_name: 'a'.repeat(511),
    });
  });
});
