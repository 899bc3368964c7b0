import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';

import { seeded } from '../../../core/test/conductor/stolen-leases/seeded.js';
import { describePeer } from '../peer.js';
import { ETCD_COMMANDS, type EtcdCluster, startEtcd } from '../servers/etcd.js';
import { type Fault, FAULTS } from './faults.js';
import { handOver } from './hand-over.js';
import { type Process, startProcess } from './process.js';
import { Traffic } from './traffic.js';

const LONG = process.env['INSPECTOR_TEST_LONG'] === '1';
const ROUNDS = LONG ? 30 : 1;
const seed = Number(process.env['INSPECTOR_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** Seconds until a process that is away has lost everything. */
const TTL = 3;

describePeer('coordination etcd, while things fail', ETCD_COMMANDS, function () {
  this.timeout(LONG ? 3_600_000 : 120_000);
  let cluster: EtcdCluster;
  let processes: Process[];
  before(async () => {
    cluster = await startEtcd({ members: 3 });
  });
  after(() => cluster.stop());
  beforeEach(async () => {
    const prefix = `/${randomUUID()}/`;
    processes = await Promise.all([0, 1, 2].map(() => startProcess(cluster, { prefix, ttl: TTL })));
    for (const { coordinator } of processes) await coordinator.members?.join({});
  });
  afterEach(async () => {
    for (const one of processes) await one.close();
  });

  /** Waits until something holds that nothing keeps from holding. */
  const eventually = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await pause(20);
  };

  it(`never has two holders or two leaders, and goes on afterwards (seed ${seed})`, async () => {
    const random = seeded(seed);
    const nodes = Array.from({ length: 4 }, () => randomUUID());
    const traffic = new Traffic(processes, nodes, random);
    const { observer, counts } = traffic;
    const script: string[] = [];
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const kinds: [string, Fault][] = Object.entries(FAULTS);
        while (kinds.length > 0) {
          const [[name, fault] = []] = kinds.splice(Math.floor(random() * kinds.length), 1);
          const milliseconds = Math.floor((0.3 + random() * 0.9) * TTL * 1000);
          script.push(`${name} for ${milliseconds} ms`);
          await fault?.({ cluster, processes, random }, milliseconds);
          const had = [...counts];
          // everybody works again, and somebody leads
          await eventually(
            () =>
              counts.every((count, who) => count > had[who]!) &&
              processes.some(({ coordinator }) => coordinator.isLeader()),
          );
          expect(observer.violations, script.join('\n')).to.deep.equal([]);
        }
      }
    } finally {
      await traffic.stop();
    }
    expect(observer.violations, script.join('\n')).to.deep.equal([]);
    if (LONG) {
      const { leases, failures, lost } = observer;
      process.stdout.write(
        `    ${script.length} faults, ${leases} leases, ${lost} of them lost, ${failures} calls failed\n`,
      );
    }
  });

  it('does not ask without a pause while etcd is away, and fails in time', async () => {
    const { coordinator } = processes[0]!;
    for (const member of [0, 1, 2]) cluster.pause(member);
    const begun = performance.now();
    const sent = processes.map(({ requests }) => requests);
    const durations: number[] = [];
    try {
      while (performance.now() - begun < 10_000) {
        const asked = performance.now();
        const error = await coordinator.tryAcquire(randomUUID()).catch((reason: unknown) => reason);
        durations.push(performance.now() - asked);
        expect(error).to.include({ code: 'INSP_COORDINATION_FAILED' });
        expect((error as Error).message).to.match(/http:\/\/127\.0\.0\.1:\d+/);
      }
    } finally {
      for (const member of [0, 1, 2]) cluster.resume(member);
    }
    // the last two were asked by nobody but themselves
    const own = processes.slice(1).map(({ requests }, index) => requests - sent[index + 1]!);
    process.stdout.write(
      `    10 s without etcd: calls fail after ${Math.max(...durations).toFixed(0)} ms at most, ` +
        `an idle process sends ${Math.max(...own)} requests\n`,
    );
    for (const requests of own) expect(requests).to.be.lessThan(200);
    await eventually(() => processes.some((one) => one.coordinator.isLeader()));
  });

  it('gives a released lease to the next one, and notices who is away', async () => {
    const [one, other] = processes.map(({ coordinator }) => coordinator) as [never, never];
    const handOvers: number[] = [];
    for (let round = 0; round < 10; round++) handOvers.push(await handOver(cluster, one, other));
    handOvers.sort((a, b) => a - b);
    const away = processes[0]!;
    const members = processes[1]!.coordinator.members!;
    for (const link of away.links) link.cut();
    const cut = performance.now();
    await new Promise<void>((resolve) => {
      const end = new AbortController();
      members.watch(
        (present) => {
          if (present.length > 2) return;
          end.abort();
          resolve();
        },
        { signal: end.signal },
      );
    });
    const noticed = performance.now() - cut;
    for (const link of away.links) link.restore();
    process.stdout.write(
      `    a released lease reaches the next one in ${handOvers[5]?.toFixed(1)} ms, ` +
        `${handOvers.at(-1)?.toFixed(1)} ms at most; a member that is away is noticed after ${(noticed / 1000).toFixed(1)} s (TTL ${TTL} s)\n`,
    );
  });
});
