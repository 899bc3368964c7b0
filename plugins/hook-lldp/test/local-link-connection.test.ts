import { expect } from 'chai';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { runHook, type HookResult, type HookRun } from '@inspector/test-kit';
import localLinkConnection from '../src/local-link-connection.js';

const MAC = '52:54:00:00:00:0a';
const SWITCH = '02:00:5e:00:11:22';
const CHASSIS: Json = [1, '0402005e001122'];
const PORT: Json = [2, '054574683031'];
const card = (lldp: Json, mac: Json = MAC, name = 'eth0'): JsonObject => ({ name, mac_address: mac, lldp });
const data = (cards: Json[], processed?: JsonObject): JsonObject => ({
  inventory: { interfaces: cards },
  all_interfaces: { eth0: { mac: MAC, ...(processed ? { lldp_processed: processed } : {}) } },
});
const run = (posted: JsonObject, rest: Omit<HookRun, 'data'> = {}): Promise<HookResult> =>
  runHook(localLinkConnection, { ports: [MAC], ...rest, data: posted });
const link = ({ ports }: HookResult): unknown => ports.get(MAC)?.local_link_connection;

describe('local_link_connection', () => {
  const both = { switch_id: SWITCH, port_id: 'Eth01' };

  it('takes switch and port from the records, in one request', async () => {
    const result = await run(data([card([PORT, CHASSIS])]));
    expect(link(result)).to.deep.equal(both);
    expect(result.changes.ports.get(MAC)).to.have.deep.members([
      { op: 'add', path: '/local_link_connection/switch_id', value: SWITCH },
      { op: 'add', path: '/local_link_connection/port_id', value: 'Eth01' },
    ]);
  });

  it('takes them from what lldp_basic found', async () => {
    const processed = { switch_chassis_id: 'AA:00:00:00:00:01', switch_port_id: 'p1' };
    const result = await run(data([card([CHASSIS, PORT])], processed));
    expect(link(result)).to.deep.equal({ switch_id: 'AA:00:00:00:00:01', port_id: 'p1' });
  });

  it('does not mix both sources', async () => {
    const result = await run(data([card([CHASSIS, PORT])], { switch_port_id: 'p1' }));
    expect(result.changes.ports.get(MAC)).to.have.length(1);
  });

  for (const processed of [
    {},
    { switch_system_name: 's1' },
    { switch_chassis_id: 'rack 7', switch_port_id: '' },
    { switch_chassis_id: null, switch_port_id: 5 },
  ] as JsonObject[]) {
    it(`reads the records when lldp_basic found only ${JSON.stringify(processed)}`, async () => {
      expect(link(await run(data([card([CHASSIS, PORT])], processed)))).to.deep.equal(both);
    });
  }

  it('reads the records of the collector lldp', async () => {
    const posted = { ...data([card([])]), lldp_raw: { eth0: [CHASSIS, PORT] } };
    expect(link(await run(posted))).to.deep.equal(both);
  });

  it('finds the port whatever case the MAC is written in', async () => {
    const result = await run(data([card([CHASSIS, PORT], MAC.toUpperCase())]), {
      ports: [MAC.toUpperCase()],
    });
    expect(link(result)).to.deep.equal(both);
  });

  const portForms: [string, Json, string][] = [
    ['a MAC', [2, '03AA0000000001'], 'aa:00:00:00:00:01'],
    ['an address', [2, '0401c000020a'], '192.0.2.10'],
    ['a local name', [2, '0767'], 'g'],
  ];
  for (const [title, tlv, value] of portForms) {
    it(`accepts ${title} as port`, async () => {
      expect(link(await run(data([card([CHASSIS, tlv])])))).to.deep.equal({
        switch_id: SWITCH,
        port_id: value,
      });
    });
  }

  const useless: Json[] = [
    [1, '0773776974636831'],
    [1, '0501c000020a'],
    [1, '050602005e001122'],
    [1, '0402005e'],
    [1, 'zz'],
    [2, '05'],
    [2, '0661'],
    [2, '0403ab'],
    [2, '05ff'],
    [5, '6161'],
    [4, '0762'],
    null,
    'x',
  ];
  for (const tlv of useless) {
    it(`asks nothing of the port for the record ${JSON.stringify(tlv)}`, async () => {
      const result = await run(data([card([tlv])]));
      expect(result.changes.ports.size).to.equal(0);
    });
    it(`still reads the records around ${JSON.stringify(tlv)}`, async () => {
      expect(link(await run(data([card([tlv, CHASSIS, PORT])])))).to.deep.equal(both);
    });
  }

  it('takes the first of several records', async () => {
    const result = await run(data([card([CHASSIS, [1, '04aaaaaaaaaaaa'], PORT, [2, '0562']])]));
    expect(link(result)).to.deep.equal(both);
  });

  it('overwrites what the port has', async () => {
    const ports = [
      { address: MAC, local_link_connection: { switch_id: 'aa:aa:aa:aa:aa:aa', port_id: 'old' } },
    ];
    expect(link(await run(data([card([CHASSIS, PORT])]), { ports }))).to.deep.equal(both);
  });

  it('without overwriting fills in only what the port lacks', async () => {
    const ports = [{ address: MAC, local_link_connection: { switch_id: 'aa:aa:aa:aa:aa:aa' } }];
    const service = { processing: { overwriteExisting: false } };
    const result = await run(data([card([CHASSIS, PORT])]), { ports, service });
    expect(link(result)).to.deep.equal({ switch_id: 'aa:aa:aa:aa:aa:aa', port_id: 'Eth01' });
  });

  it('asks nothing of a port that has it all', async () => {
    const ports = [{ address: MAC, local_link_connection: both }];
    expect((await run(data([card([CHASSIS, PORT])]), { ports })).changes.ports.size).to.equal(0);
  });

  it('goes on when the bare metal service refuses half a link', async () => {
    const result = await run(data([card([PORT])]));
    expect(result.changes.ports.get(MAC)).to.have.length(1);
    expect(result.log.messages('warn')).to.have.length(1);
    expect(link(result)).to.deep.equal({});
  });

  it('passes over cards without port, cards that are not usable, and malformed ones', async () => {
    const cards = [
      card([CHASSIS], '52:54:00:00:00:0b'),
      card([CHASSIS], MAC, 'eth9'),
      card([CHASSIS], null),
      null,
    ];
    expect((await run(data(cards))).changes.ports.size).to.equal(0);
  });

  it('says where LLDP data are missing, without the warning lldp_basic gives already', async () => {
    const result = await run(data([card(null)]));
    expect(result.log.messages('debug')).to.have.length(1);
    expect(result.log.messages('warn')).to.have.length(0);
    expect(result.changes.ports.size).to.equal(0);
  });
});
