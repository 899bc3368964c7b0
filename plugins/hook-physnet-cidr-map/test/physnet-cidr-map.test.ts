import { expect } from 'chai';
import { InspectorError, type Json, type JsonObject } from '@inspector/plugin-api';
import { createContext, createWorld, runHook, type HookResult, type HookRun } from '@inspector/test-kit';
import physnetCidrMap from '../src/index.js';

const MAC = '52:54:00:00:00:0a';
const MAP = ['198.51.100.0/24:lab', '198.51.0.0/16:wide', '2001:db8:7::/48:six', 'fe80::/10:link'];
const card = (addresses: JsonObject, mac: Json = MAC, name = 'eth0'): JsonObject => ({
  name,
  mac_address: mac,
  ...addresses,
});
const run = (cards: Json[], rest: Omit<HookRun, 'data'> = {}, cidrMap: string[] = MAP): Promise<HookResult> =>
  runHook(physnetCidrMap, {
    ports: [MAC],
    options: { cidrMap },
    ...rest,
    data: { inventory: { interfaces: cards }, all_interfaces: { eth0: { mac: MAC } } },
  });
const network = ({ ports }: HookResult): unknown => ports.get(MAC)?.physical_network ?? null;

describe('physnet_cidr_map', () => {
  const rows: [string, JsonObject, string | null][] = [
    ['the range of the IPv4 address', { ipv4_address: '198.51.100.7' }, 'lab'],
    ['the first range that fits, not the narrowest', { ipv4_address: '198.51.7.7' }, 'wide'],
    ['the range of the IPv6 address', { ipv6_address: '2001:db8:7::1' }, 'six'],
    ['IPv6 without its zone', { ipv6_address: 'fe80::1%eth0' }, 'link'],
    ['IPv4 before IPv6', { ipv4_address: '198.51.100.7', ipv6_address: '2001:db8:7::1' }, 'lab'],
    ['IPv6 when no range fits IPv4', { ipv4_address: '203.0.113.9', ipv6_address: '2001:db8:7::1' }, 'six'],
    ['IPv6 when IPv4 is no address', { ipv4_address: 'dhcp', ipv6_address: '2001:db8:7::1' }, 'six'],
    ['nothing when no range fits', { ipv4_address: '203.0.113.9', ipv6_address: '2001:db8:8::1' }, null],
    ['nothing without addresses', { ipv4_address: null, ipv6_address: '' }, null],
  ];
  for (const [title, addresses, expected] of rows) {
    it(`uses ${title}`, async () => {
      expect(network(await run([card(addresses)]))).to.equal(expected);
    });
  }

  it('tries ranges in the order they are written', async () => {
    const map = ['198.51.0.0/16:wide', '198.51.100.0/24:lab'];
    expect(network(await run([card({ ipv4_address: '198.51.100.7' })], {}, map))).to.equal('wide');
  });

  it('asks the port with an add operation', async () => {
    const { changes } = await run([card({ ipv4_address: '198.51.100.7' })]);
    expect(changes.ports.get(MAC)).to.deep.equal([{ op: 'add', path: '/physical_network', value: 'lab' }]);
  });

  it('finds the port whatever case the MAC is written in', async () => {
    expect(network(await run([card({ ipv4_address: '198.51.100.7' }, MAC.toUpperCase())]))).to.equal('lab');
  });

  const present = (physical_network: string | null): NonNullable<HookRun['ports']> => [
    { address: MAC, physical_network },
  ];
  it('overwrites another network', async () => {
    expect(network(await run([card({ ipv4_address: '198.51.100.7' })], { ports: present('old') }))).to.equal(
      'lab',
    );
  });

  it('asks nothing of a port that is right', async () => {
    const { changes } = await run([card({ ipv4_address: '198.51.100.7' })], { ports: present('lab') });
    expect(changes.ports.size).to.equal(0);
  });

  describe('without overwriting', () => {
    const service = { processing: { overwriteExisting: false } };
    it('keeps a network that is set', async () => {
      const result = await run([card({ ipv4_address: '198.51.100.7' })], { ports: present('old'), service });
      expect(network(result)).to.equal('old');
    });
    it('fills in one that is not', async () => {
      const result = await run([card({ ipv4_address: '198.51.100.7' })], { ports: present(null), service });
      expect(network(result)).to.equal('lab');
    });
  });

  it('passes over cards without port, cards that are not usable, and malformed ones', async () => {
    const addresses = { ipv4_address: '198.51.100.7' };
    const cards = [
      card(addresses, '52:54:00:00:00:0b'),
      card(addresses, MAC, 'eth9'),
      card(addresses, null),
      null,
    ];
    expect((await run(cards)).changes.ports.size).to.equal(0);
  });

  it('goes on when the bare metal service refuses', async () => {
    const { log, node } = createWorld({
      ports: [MAC],
      change: () => ({
        patchPort: async () => {
          const cause = { httpStatus: 400, fault: 'not while the node is deployed' };
          throw new InspectorError('INSP_BAREMETAL_REJECTED', cause.fault, { cause });
        },
      }),
    });
    const options = { cidrMap: MAP };
    const hook = await physnetCidrMap.setup(createContext(physnetCidrMap, { options, log }));
    const interfaces = [card({ ipv4_address: '198.51.100.7' })];
    const data = { inventory: { interfaces }, all_interfaces: { eth0: { mac: MAC } } };
    await hook.beforeUpdate?.(data, node, { signal: new AbortController().signal });
    await node.flush();
    expect(log.messages('warn').join()).to.include('not while the node is deployed');
  });

  it('sets nothing without ranges', async () => {
    expect((await run([card({ ipv4_address: '198.51.100.7' })], {}, [])).changes.ports.size).to.equal(0);
  });

  const wrong = [
    '198.51.100.1/24:lab',
    '2001:db8::1/32:six',
    'lab',
    '198.51.100.0/24',
    '198.51.100.0/33:x',
    ':lab',
    '198.51.100.0/24:',
    'x/24:lab',
  ];
  for (const entry of wrong) {
    it(`refuses to start with ${entry}`, async () => {
      const failure = await run([], {}, ['198.51.100.0/24:fine', entry]).catch((error: unknown) => error);
      expect(failure).to.include({ code: 'INSP_CONFIG_INVALID' });
      expect(String(failure)).to.include(`${entry}:`);
    });
  }

  it('names every wrong entry at once', async () => {
    const failure = String(await run([], {}, ['a', 'b:c']).catch((error: unknown) => error));
    expect(failure).to.include('a: not of the form').and.include('b:c: not of the form');
  });
});
