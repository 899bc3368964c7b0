import type { InspectorEvent } from '@inspector/plugin-api';
import type { Machine } from '@inspector/simulator';
import { expect } from 'chai';
import { Receiver, SECRET, type Behaviour } from '../../../plugins/hook-webhook/test/receiver.js';
import { eventually } from '../../functional/harness.js';
import { describePeer } from '../peer.js';
import type { DatabaseServer } from '../servers/database-server.js';
import { ETCD_COMMANDS } from '../servers/etcd.js';
import { MARIADB_COMMANDS, startMariadb } from '../servers/mariadb.js';
import { Cluster } from './cluster.js';
import type { ClusterProcess } from './process.js';

/** What a receiver does that is not there. */
const gone: Behaviour = (response) => void response.socket?.destroy();

describePeer('a webhook of a cluster', [...ETCD_COMMANDS, ...MARIADB_COMMANDS], function () {
  this.timeout(180_000);
  let server: DatabaseServer;
  let cluster: Cluster;
  let receiver: Receiver;
  before(async () => {
    [server, receiver] = await Promise.all([startMariadb(), Receiver.start()]);
    cluster = await Cluster.start(await server.create('cluster'), {
      apis: 1,
      members: 1,
      config: { processing: { processingHooks: ['$default_processing_hooks', 'webhook'] } },
      plugins: { 'hook-webhook': { secret: SECRET, endpoints: [{ name: 'one', url: receiver.url }] } },
    });
  });
  after(async () => {
    await cluster?.close();
    await receiver?.close();
    await server?.stop();
  });

  const events = (): InspectorEvent[] =>
    receiver.received.map(({ text }) => JSON.parse(text) as InspectorEvent);
  const ended = ({ uuid }: Machine): boolean =>
    events().some(({ node, type }) => node === uuid && type === 'introspection.finished');
  async function introspect(machine: Machine): Promise<void> {
    await cluster.begin(machine);
    await cluster.post(machine);
    await cluster.state(machine.uuid, (state) => state === 'finished');
  }

  /** The conductor that leads, as the processes say. */
  async function leader(): Promise<ClusterProcess> {
    type Shown = { members: { process: number; leader: boolean }[] };
    const ask = async (): Promise<ClusterProcess | undefined> => {
      const { members = [] } = (await cluster.request('GET', '/v1/cluster'))
        .body as unknown as Partial<Shown>;
      const pid = members.find((member) => member.leader)?.process;
      return cluster.conductors.find((one) => one.pid === pid);
    };
    const found = await eventually(ask, (one) => one !== undefined, 'the leader', 20_000);
    return found as ClusterProcess;
  }

  it('tells all, and each node in order, also when the leader dies while the receiver is gone', async () => {
    const machines = cluster.machines(3);
    const [before, meanwhile, after] = machines as [Machine, Machine, Machine];
    await introspect(before);
    await eventually(async () => ended(before), Boolean, 'the first introspection', 30_000);

    receiver.answers.push(...Array.from({ length: 1000 }, () => gone));
    const told = receiver.received.length;
    await introspect(meanwhile);
    await receiver.count(told + 1);
    await (await leader()).kill();
    await introspect(after);
    receiver.answers.length = 0;
    await eventually(async () => ended(meanwhile) && ended(after), Boolean, 'the others', 60_000);

    for (const { uuid } of machines) {
      const { body } = await cluster.request('GET', `/v1/events?after=0&node=${uuid}`);
      const arrived = events().filter(({ node }) => node === uuid);
      const first = arrived.filter(({ id }, index) => arrived.findIndex((one) => one.id === id) === index);
      expect(first, uuid).to.deep.equal(body['events']);
    }
    const deliveries = new Map<string, Set<string>>();
    for (const { id, text } of receiver.received) {
      const event = String((JSON.parse(text) as InspectorEvent).id);
      deliveries.set(event, (deliveries.get(event) ?? new Set()).add(id));
    }
    for (const [event, ids] of deliveries) expect([...ids], `ids of event ${event}`).to.have.length(1);
    // What the dead leader could not get rid of was tried again.
    expect(receiver.received.length).to.be.greaterThan(deliveries.size);
  });
});
