import { expect } from 'chai';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { runHook } from '@inspector/test-kit';
import lldpBasic from '../src/lldp-basic.js';

const NAME: Json = [5, '7331'];
const OTHER_NAME: Json = [5, '7332'];
const card = (name: Json, lldp: Json): JsonObject => ({ name, mac_address: '52:54:00:00:00:01', lldp });
const data = (interfaces: Json[], rest: JsonObject = {}): JsonObject => ({
  inventory: { interfaces },
  all_interfaces: { eth0: { mac: '52:54:00:00:00:01' } },
  ...rest,
});

describe('lldp_basic', () => {
  it('stores what the records of the inventory say', async () => {
    const result = await runHook(lldpBasic, { data: data([card('eth0', [NAME])]) });
    expect(result.data['all_interfaces']).to.deep.equal({
      eth0: { mac: '52:54:00:00:00:01', lldp_processed: { switch_system_name: 's1' } },
    });
  });

  it('shows it under the selected interfaces too', async () => {
    const eth0 = { mac: '52:54:00:00:00:01' };
    const posted = data([card('eth0', [NAME])], { all_interfaces: { eth0 }, interfaces: { eth0 } });
    const result = await runHook(lldpBasic, { data: posted });
    expect(result.data['interfaces']).to.have.nested.property('eth0.lldp_processed.switch_system_name', 's1');
  });

  it('prefers the records of the collector lldp', async () => {
    const posted = data([card('eth0', [NAME])], { lldp_raw: { eth0: [OTHER_NAME] } });
    const result = await runHook(lldpBasic, { data: posted });
    expect(result.data['all_interfaces']).to.have.nested.property(
      'eth0.lldp_processed.switch_system_name',
      's2',
    );
  });

  for (const raw of [{}, { eth0: [] }, { eth0: null }, { eth0: 'x' }, null, 'x'] as Json[]) {
    it(`falls back to the inventory when the collector has ${JSON.stringify(raw)}`, async () => {
      const result = await runHook(lldpBasic, { data: data([card('eth0', [NAME])], { lldp_raw: raw }) });
      expect(result.data['all_interfaces']).to.have.nested.property(
        'eth0.lldp_processed.switch_system_name',
        's1',
      );
    });
  }

  for (const lldp of [null, 'x', { 5: '7331' }] as Json[]) {
    it(`warns and goes on when the records are ${JSON.stringify(lldp)}`, async () => {
      const result = await runHook(lldpBasic, { data: data([card('eth1', lldp), card('eth0', [NAME])]) });
      expect(result.log.messages('warn')).to.have.length(1);
      expect(result.data['all_interfaces']).to.have.nested.property('eth0.lldp_processed');
    });
  }

  it('stores nothing and says nothing when there are no records', async () => {
    const result = await runHook(lldpBasic, { data: data([card('eth0', [])]) });
    expect(result.data['all_interfaces']).to.not.have.nested.property('eth0.lldp_processed');
    expect(result.log.messages('warn')).to.have.length(0);
  });

  it('passes over cards that are not usable or have no name', async () => {
    const cards = [
      card('ib0', [NAME]),
      card(null, [NAME]),
      card('constructor', [NAME]),
      null,
      card('eth0', [NAME]),
    ];
    const result = await runHook(lldpBasic, { data: data(cards) });
    expect(result.data['all_interfaces']).to.have.all.keys('eth0');
  });

  for (const entries of [undefined, null, [], 'x'] as (Json | undefined)[]) {
    it(`does without sorted cards: ${JSON.stringify(entries)}`, async () => {
      const posted = data([card('eth0', [NAME])], entries === undefined ? {} : { all_interfaces: entries });
      const result = await runHook(lldpBasic, { data: posted });
      expect(result.changes.nodeRequests).to.equal(0);
    });
  }

  it('warns once for a card however many records are bad, and names a few', async () => {
    const bad = Array.from({ length: 500 }, (): Json => [7, '00']);
    const result = await runHook(lldpBasic, { data: data([card('eth0', [...bad, NAME])]) });
    const [line, ...others] = result.log.lines.filter(({ level }) => level === 'warn');
    expect(others).to.deep.equal([]);
    expect(line?.fields).to.include({ interface: 'eth0', count: 500 });
    expect(line?.fields['problems']).to.have.length(10);
    expect(result.data['all_interfaces']).to.have.nested.property(
      'eth0.lldp_processed.switch_system_name',
      's1',
    );
  });

  it('needs an inventory', async () => {
    const failure = await runHook(lldpBasic, { data: {} }).catch((error: unknown) => error);
    expect(failure).to.include({
      code: 'INSP_HOOK_FAILED',
      message: 'Hardware inventory is empty or missing',
    });
  });
});
