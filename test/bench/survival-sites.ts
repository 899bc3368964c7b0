import { startFakeIronic, type FakeIronic } from '@inspector/simulator';
import { Cluster } from '../peers/cluster/cluster.js';
import type { DatabaseServer } from '../peers/servers/database-server.js';
import { startSplitIronicInspector } from '../peers/servers/split-ironic-inspector.js';

/** Something that breaks; resolves to what mends it. */
export type Accident = () => Promise<() => Promise<void>>;

/** What can happen to each of the two services. */
export type AccidentName = keyof typeof ACCIDENTS;

/** What happens, by a name for it: milliseconds until it is mended. */
export const ACCIDENTS = {
  nothing: 0,
  'kill -9 of a conductor': 10_000,
  'a conductor hangs': 60_000,
  'a conductor is stopped in order': 1000,
  'MariaDB is killed': 3000,
  'what coordinates is killed (one of three of etcd; memcached)': 10_000,
  'all of what coordinates hangs': 10_000,
  'RabbitMQ is killed': 5000,
} as const;

/** A service of several processes that something happens to. */
export interface Survivor {
  readonly ironic: FakeIronic;
  /** Where requests go, by turns. */
  readonly urls: readonly string[];
  /** Missing: there is no such part. */
  readonly accidents: Readonly<Partial<Record<AccidentName, Accident>>>;
  stop(): Promise<void>;
}

/** What has a process that can be ended and held. */
interface Held {
  pause(): void;
  resume(): void;
}

const hang =
  (...held: readonly Held[]): Accident =>
  () => {
    for (const one of held) one.pause();
    return Promise.resolve(() => {
      for (const one of held) one.resume();
      return Promise.resolve();
    });
  };

const databaseAccident =
  (server: DatabaseServer): Accident =>
  async () => {
    await server.kill();
    return () => server.restart();
  };

/** Two API processes and two conductors of Inspector, three members of etcd. */
export async function startOurs(server: DatabaseServer): Promise<Survivor> {
  const cluster = await Cluster.start(await server.create('ours'), { ttl: 10 });
  const [conductor] = cluster.conductors;
  if (conductor === undefined) throw new Error('no conductor was started');
  const again = () => conductor.start();
  const members = [0, 1, 2].map((member) => ({
    pause: () => cluster.etcd.pause(member),
    resume: () => cluster.etcd.resume(member),
  }));
  return {
    ironic: cluster.ironic,
    urls: cluster.apis.map(({ url }) => url),
    accidents: {
      nothing: hang(),
      'kill -9 of a conductor': () => conductor.kill().then(() => again),
      'a conductor hangs': hang(conductor),
      'a conductor is stopped in order': () => conductor.stop().then(() => again),
      'MariaDB is killed': databaseAccident(server),
      'what coordinates is killed (one of three of etcd; memcached)': async () => {
        const leader = await cluster.etcd.leader();
        await cluster.etcd.kill(leader);
        return () => cluster.etcd.restart(leader);
      },
      'all of what coordinates hangs': hang(...members),
    },
    stop: () => cluster.close(),
  };
}

/** Two API processes and two conductors of ironic-inspector, RabbitMQ and memcached. */
export async function startTheirs(server: DatabaseServer): Promise<Survivor> {
  const ironic = await startFakeIronic();
  const database = (await server.create('theirs')).replace(/^mysql:/, 'mysql+pymysql:');
  const split = await startSplitIronicInspector(ironic.url, database).catch(async (error: unknown) => {
    await ironic.close();
    throw error;
  });
  const [conductor] = split.conductors;
  if (conductor === undefined) throw new Error('no conductor was started');
  const again = () => conductor.start();
  return {
    ironic,
    urls: [split.url],
    accidents: {
      nothing: hang(),
      'kill -9 of a conductor': () => conductor.end('kill').then(() => again),
      'a conductor hangs': hang(conductor),
      'a conductor is stopped in order': () => conductor.end('stop').then(() => again),
      'MariaDB is killed': databaseAccident(server),
      'what coordinates is killed (one of three of etcd; memcached)': async () => {
        await split.memcached.end('kill');
        return () => split.memcached.start();
      },
      'all of what coordinates hangs': hang(split.memcached),
      'RabbitMQ is killed': async () => {
        await split.rabbitmq.kill();
        return () => split.rabbitmq.restart();
      },
    },
    stop: async () => {
      await split.stop();
      await ironic.close();
    },
  };
}
