import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type InspectorClient } from '@inspector/client';
import type { UserConfig } from '@inspector/core';
import { createMachine, startFakeIronic, type Machine } from '@inspector/simulator';
import { expect } from 'chai';
import { pino } from 'pino';
import { resolveConfig } from '../../core/src/config/load.js';
import { startApi } from '../../core/src/server/start-api.js';
import { startConductor } from '../../core/src/server/start-conductor.js';
import { overJson } from '../../core/test/conductor/over-json.js';
import { eventually, ROOT } from './harness.js';

/** Two hundred of each with `INSPECTOR_TEST_LONG=1`. */
const COUNT = process.env['INSPECTOR_TEST_LONG'] === undefined ? 30 : 200;
/** Nodes that one watches. */
const OWN = 3;
/** What an introspection without trouble tells. */
const COURSE = ['starting', 'waiting', 'processing', 'hooks', 'finished'].map(
  (name) => `introspection.${name}`,
);

/** A way to a server that can be cut, and led to another one. */
class Way {
  to = 0;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => {
    const onward = connect(this.to, '127.0.0.1');
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => other.destroy());
      one.once('close', () => this.#sockets.delete(one));
      one.pipe(other);
    }
  });

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Somebody who watches some nodes. */
interface Watcher {
  readonly wanted: ReadonlySet<string>;
  readonly ids: number[];
  /** Types of events by node. */
  readonly courses: Map<string, string[]>;
}

describe(`${String(COUNT)} who watch ${String(COUNT)} introspections`, () => {
  it('see each event of their nodes once and in order, over a cut, a restart and another process', async function () {
    this.timeout(COUNT * 3000);
    const folder = await mkdtemp(join(tmpdir(), 'inspector-watchers-'));
    const ironic = await startFakeIronic({});
    const machines = Array.from({ length: COUNT }, (_, index) =>
      createMachine({ index, seed: 'watchers', payload: 'kvm-2nic-extra-hardware', driver: 'ipmi' }),
    );
    for (const { node, ports } of machines) {
      ironic.addNode({ ...node, provision_state: 'manageable', power_state: 'power off' });
      for (const port of ports) ironic.addPort(port);
    }
    const config: UserConfig = {
      ...{ listenPort: 0, introspectionDelay: 0, cleanUpPeriod: 0 },
      database: { connection: `sqlite:///${folder}/inspector.sqlite`, sqliteSynchronous: false },
      ironic: { endpointOverride: ironic.url, retryInterval: 0 },
    };
    const log = pino({ level: 'silent' });
    const common = { cwd: ROOT, log };
    const behind = await startConductor({
      ...{ ...common, config: resolveConfig(config), upgradeDatabase: true },
    });
    const startFront = (listenPort: number) =>
      startApi({
        ...{ ...common, config: resolveConfig({ ...config, listenPort }) },
        conductor: overJson(behind.conductor),
      });
    const portOf = (url: string): number => Number(new URL(url).port);
    let one = await startFront(0);
    const two = await startFront(0);
    const way = new Way();
    way.to = portOf(one.url);
    const byWay = await way.open();
    const stops = machines.map(() => new AbortController());
    try {
      const places = [byWay, one.url, two.url];
      const watchers = await Promise.all(
        machines.map((_, index) => watch(places[index % 3] ?? byWay, own(machines, index), stops[index])),
      );
      const client = createClient({ url: two.url });
      const third = Math.ceil(COUNT / 3);
      await introspect(client, machines.slice(0, third));
      const whileCut = introspect(client, machines.slice(third, 2 * third));
      way.to = portOf(two.url);
      way.cut();
      await whileCut;
      const whileAway = introspect(client, machines.slice(2 * third));
      const port = portOf(one.url);
      await one.close();
      one = await startFront(port);
      await whileAway;
      const isComplete = ({ wanted, ids }: Watcher): boolean => ids.length >= wanted.size * COURSE.length;
      await eventually(
        () => watchers.filter((watcher) => !isComplete(watcher)).length,
        (missing) => missing === 0,
        'the number of those who miss something',
        60_000,
      );
      for (const { wanted, ids, courses } of watchers) {
        expect(ids).to.deep.equal([...new Set(ids)].sort((left, right) => left - right));
        expect([...courses.keys()]).to.have.members([...wanted]);
        for (const course of courses.values()) expect(course).to.deep.equal(COURSE);
      }
    } finally {
      for (const stop of stops) stop.abort();
      await way.close();
      for (const front of [one, two]) await front.close();
      await behind.close();
      await ironic.close();
      await rm(folder, { recursive: true });
    }
  });
});

const own = (machines: readonly Machine[], index: number): string[] =>
  Array.from({ length: OWN }, (_, step) => machines[(index + step) % machines.length]?.uuid ?? '');

/** Begins to watch; resolves when nothing is missed any more. */
async function watch(url: string, nodes: string[], stop: AbortController | undefined): Promise<Watcher> {
  const watcher: Watcher = { wanted: new Set(nodes), ids: [], courses: new Map() };
  await new Promise<void>((resolve, reject) => {
    const options = { nodes, signal: stop?.signal, onReady: () => resolve() };
    const follow = async (): Promise<void> => {
      for await (const event of createClient({ url }).events.watch(options)) {
        if ('reset' in event) throw new Error('Events were lost');
        const node = event.node ?? '';
        watcher.ids.push(event.id);
        watcher.courses.set(node, [...(watcher.courses.get(node) ?? []), event.type]);
      }
    };
    follow().catch(reject);
  });
  return watcher;
}

/** Introspects machines, ten at a time. */
async function introspect(client: InspectorClient, machines: readonly Machine[]): Promise<void> {
  const left = [...machines];
  const worker = async (): Promise<void> => {
    for (let machine = left.shift(); machine !== undefined; machine = left.shift()) {
      const { uuid, payload } = machine;
      await client.start(uuid);
      await eventually(
        () => client.status(uuid),
        ({ state }) => state === 'waiting',
        `node ${uuid}`,
        30_000,
      );
      await client.continue(JSON.stringify(payload));
    }
  };
  await Promise.all(Array.from({ length: 10 }, worker));
}
