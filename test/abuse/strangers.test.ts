import type { UserConfig } from '@inspector/core';
import type { JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import { Bench, eventually, payload, type Answer } from '../functional/harness.js';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-/i;
const message = ({ body }: Answer): string => String((body['error'] as JsonObject)['message']);
const macOf = (number: number): string =>
  `52:54:${(number + 0x1_0000_0000)
    .toString(16)
    .slice(-8)
    .replaceAll(/(..)(?=.)/g, '$1:')}`;

describe('a stranger on the provisioning network', function () {
  this.timeout(60_000);
  let bench: Bench;
  let data: JsonObject;
  const begin = async (config: UserConfig = {}) => {
    bench = await Bench.start(config);
    data = await payload();
  };
  afterEach(() => bench.close());

  /** Data of a machine with so many network cards. */
  const machine = (cards: number, first = 0, more: JsonObject = {}): JsonObject => ({
    inventory: {
      ...(data['inventory'] as JsonObject),
      bmc_address: null,
      bmc_v6address: null,
      interfaces: Array.from({ length: cards }, (_, index) => ({
        name: `eth${index}`,
        mac_address: macOf(first + index),
        ipv4_address: '192.0.2.1',
        ...more,
      })),
    },
    boot_interface: macOf(first),
  });
  /** Nodes that wait for their machines, with one MAC each. */
  const waiting = async (nodes: number): Promise<string[]> => {
    const uuids: string[] = [];
    for (let number = 0; number < nodes; number++) {
      const { uuid } = bench.ironic.addNode({});
      bench.ironic.addPort({ node_uuid: uuid, address: macOf(number) });
      await bench.startAndWait(uuid);
      uuids.push(uuid);
    }
    return uuids;
  };
  const logged = (): number => bench.log.reduce((sum, line) => sum + line.length, 0);

  it('finds no waiting node by guessing addresses', async () => {
    await begin();
    const uuids = await waiting(1);
    const asked = bench.ironic.requests.length;
    const answer = await bench.post(machine(5000));
    expect(answer.status).to.equal(400);
    expect(message(answer)).to.include('limits.interfaces').and.not.match(UUID);
    for (const uuid of uuids) expect(await bench.status(uuid)).to.include({ state: 'waiting' });
    expect(bench.ironic.requests.length).to.equal(asked);
    const metrics = await (await fetch(`${bench.url}/metrics`)).text();
    if (metrics.includes('# HELP'))
      expect(metrics).to.include('inspector_limit_hits_total{limit="limits.interfaces"} 1');
  });

  it('learns no name and no UUID from several nodes that share its addresses', async () => {
    await begin();
    const uuids = await waiting(3);
    const answer = await bench.post(machine(256));
    expect(answer.status).to.equal(400);
    expect(message(answer)).to.include('Multiple nodes match').and.not.match(UUID);
    expect(message(answer)).to.not.include('52:54');
    expect(bench.log.join('')).to.include(uuids[0]);
  });

  it('learns nothing of an introspection that is over', async () => {
    await begin();
    const [uuid = ''] = await waiting(1);
    expect((await bench.post(machine(1))).status).to.equal(200);
    await bench.finished(uuid);
    const answer = await bench.post({ ...machine(1), other: 1 });
    expect(answer.status).to.equal(400);
    expect(message(answer)).to.not.match(UUID);
  });

  it('gives a node no more ports than a machine can have cards', async () => {
    await begin({ limits: { interfaces: 8 }, processing: { addPorts: 'all' } });
    const [uuid = ''] = await waiting(1);
    expect((await bench.post(machine(8))).status).to.equal(200);
    await bench.finished(uuid);
    expect(bench.ironic.portsOf(uuid)).to.have.length(8);
    await bench.startAndWait(uuid);
    const others = (machine(7, 100)['inventory'] as JsonObject)['interfaces'] as JsonObject[];
    const known = (machine(1)['inventory'] as JsonObject)['interfaces'] as JsonObject[];
    const posted = machine(1);
    (posted['inventory'] as JsonObject)['interfaces'] = [
      ...known,
      ...others.map((card, index) => ({ ...card, name: `other${index}` })),
    ];
    expect((await bench.post(posted)).status).to.equal(400);
    expect((await bench.status(uuid)).error).to.include('The node would have 15 ports');
    expect(bench.ironic.portsOf(uuid)).to.have.length(8);
  });

  it('costs the bare metal service a bounded number of requests', async () => {
    await begin({ processing: { permitActiveIntrospection: true, nodeNotFoundHook: 'enroll' } });
    const { body } = await bench.post(machine(256));
    await bench.finished(String(body['uuid']));
    const cost = bench.ironic.requests.length;
    expect(cost).to.be.below(1200);
    await bench.post(machine(10_000, 1000));
    expect(bench.ironic.requests.length).to.equal(cost);
  });

  it('has no more asked of the bare metal service than a budget allows, however many post', async () => {
    await begin({
      processing: { permitActiveIntrospection: true },
      limits: { strangersRequests: 1 },
    });
    const posts = Array.from({ length: 8 }, (_, index) => bench.post(machine(256, 1000 * index)));
    const statuses = (await Promise.all(posts)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 400)).to.have.length(2);
    expect(statuses.filter((status) => status === 503)).to.have.length(6);
    expect(bench.ironic.requestsMatching({ route: 'GET /v1/ports' })).to.have.length.at.most(512);
    expect(bench.log.filter((line) => line.includes('limits.strangersRequests'))).to.have.length(1);
  });

  it('has all nodes listed once for many posts at the same time', async () => {
    await begin({ processing: { permitActiveIntrospection: true } });
    const gate = bench.ironic.fail({ match: { route: 'GET /v1/nodes' }, status: 'held', times: 1 });
    const post = (number: number) => {
      const posted = machine(1, 10 * number);
      (posted['inventory'] as JsonObject)['bmc_address'] = `192.0.2.${String(number)}`;
      return bench.post(posted);
    };
    const posts = [post(1)];
    await gate.arrived;
    for (let number = 2; number <= 20; number++) posts.push(post(number));
    await eventually(
      () => bench.ironic.requestsMatching({ route: 'GET /v1/ports' }).length,
      (asked) => asked === 20,
      'the questions about MACs',
    );
    gate.release();
    for (const { status } of await Promise.all(posts)) expect(status).to.equal(400);
    expect(bench.ironic.requestsMatching({ route: 'GET /v1/nodes' })).to.have.length(2);
  });

  it('cannot invent more nodes than are enrolled in a minute', async () => {
    await begin({
      processing: { nodeNotFoundHook: 'enroll' },
      discovery: { nodesPerMinute: 4 },
    });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => bench.post(machine(2, index * 10))),
    );
    expect(answers.filter(({ status }) => status === 200)).to.have.length(4);
    expect(bench.ironic.nodes.size).to.equal(4);
    const [refused] = answers.filter(({ status }) => status === 503);
    expect(message(refused as Answer))
      .to.include('try again later')
      .and.not.match(UUID);
    for (const uuid of bench.ironic.nodes.keys()) await bench.finished(uuid);
  });

  it('is not told what a machine that is known already is known as', async () => {
    await begin({ processing: { nodeNotFoundHook: 'enroll' } });
    const { uuid } = bench.ironic.addNode({});
    bench.ironic.addPort({ node_uuid: uuid, address: macOf(0) });
    const answer = await bench.post(machine(2));
    expect(answer.status).to.equal(400);
    expect(message(answer)).to.include('not enrolled').and.not.match(UUID).and.not.include(macOf(0));
    expect(bench.log.join('')).to.include(`Port ${macOf(0)} already exists`);
  });

  const large: [string, () => JsonObject][] = [
    ['an error of five megabytes', () => ({ ...machine(1), error: 'x'.repeat(5_000_000) })],
    ['an error that is an object', () => ({ ...machine(1), error: { a: 'x'.repeat(5_000_000) } })],
    [
      'malformed cards with long names',
      () => {
        const posted = machine(250, 0, { mac_address: 'y'.repeat(4000), padding: 'x'.repeat(4000) });
        const [card] = (machine(1)['inventory'] as JsonObject)['interfaces'] as JsonObject[];
        ((posted['inventory'] as JsonObject)['interfaces'] as JsonObject[]).push({ ...card, name: 'good' });
        return { ...posted, error: 'boom' };
      },
    ],
    [
      'cards without addresses but long names',
      () => ({
        ...machine(200, 0, { name: undefined as never, ipv4_address: null, padding: 'x'.repeat(9000) }),
      }),
    ],
  ];
  for (const [what, make] of large) {
    it(`makes neither log nor record nor answer long: ${what}`, async () => {
      await begin();
      const [uuid = ''] = await waiting(1);
      const before = logged();
      const answer = await bench.post(make());
      expect(answer.status).to.equal(400);
      expect(message(answer).length).to.be.below(8300);
      expect(logged() - before).to.be.below(1_000_000);
      expect(Math.max(...bench.log.map((line) => line.length))).to.be.below(40_000);
      expect(((await bench.status(uuid)).error ?? '').length).to.be.below(8300);
    });
  }
});
