import { setTimeout as pause } from 'node:timers/promises';
import { newRequestId } from '@inspector/plugin-api';
import type { Machine } from '@inspector/simulator';
import { seeded } from '../../../core/test/conductor/stolen-leases/seeded.js';
import { describePeer } from '../peer.js';
import type { DatabaseServer } from '../servers/database-server.js';
import { ETCD_COMMANDS } from '../servers/etcd.js';
import { MARIADB_COMMANDS, startMariadb } from '../servers/mariadb.js';
import { POSTGRESQL_COMMANDS, startPostgresql } from '../servers/postgresql.js';
import { Cluster } from './cluster.js';
import { FAULTS } from './faults.js';
import { introspect, type Ending } from './life.js';
import { type Asked, Observer } from './observer.js';
import { FLEET, makeScript, shortest, stepText, type Step } from './script.js';

/** Steps of a run; 0: none. `INSPECTOR_CLUSTER_STEPS` says another number. */
const STEPS = Number(
  process.env['INSPECTOR_CLUSTER_STEPS'] ?? (process.env['INSPECTOR_TEST_LONG'] === '1' ? 10_000 : 0),
);
/** The first step that is done, of the script of a seed: where a run failed. */
const FIRST = Number(process.env['INSPECTOR_CLUSTER_FIRST'] ?? 0);
/** Steps after which everything has to come to an end before it goes on. */
const CHAPTER = 100;
/** Runs for finding a shorter script that fails. */
const TRIES = 12;

const seed = Number(process.env['INSPECTOR_TEST_SEED'] ?? Date.now() % 2 ** 31);

const DATABASES = {
  MariaDB: { commands: MARIADB_COMMANDS, startServer: () => startMariadb({ fast: false }) },
  PostgreSQL: { commands: POSTGRESQL_COMMANDS, startServer: () => startPostgresql({ fast: false }) },
} as const;

for (const [database, { commands, startServer }] of Object.entries(DATABASES)) {
  describePeer(
    `a random run of a cluster over etcd and ${database}`,
    [...ETCD_COMMANDS, ...commands],
    function () {
      if (STEPS === 0) {
        it.skip('is part of the long form (INSPECTOR_TEST_LONG=1)');
        return;
      }
      this.timeout(Math.max(STEPS * 2000, 300_000));
      let server: DatabaseServer;
      let cluster: Cluster;
      let machines: Machine[];
      const asked: Asked = new Map();
      before(async () => {
        server = await startServer();
        cluster = await Cluster.start(await server.create('cluster'), { conductors: 3 });
        machines = cluster.machines(FLEET);
      });
      after(async () => {
        await cluster?.close();
        await server?.stop();
      });

      it(`of ${STEPS - FIRST} steps finds nothing lost and nothing done twice (seed ${seed})`, async () => {
        const script = makeScript(seeded(seed), STEPS);
        for (let at = FIRST; at < script.length; at += CHAPTER) {
          const chapter = script.slice(at, at + CHAPTER);
          const violations = await play(chapter);
          if (process.env['INSPECTOR_CLUSTER_STEPS'] !== undefined)
            console.log(`      ${at + chapter.length} steps`, ...violations);
          if (violations.length === 0) continue;
          const evidence = cluster.linesAbout(violations);
          const found = await shortest(chapter, async (one) => (await play(one)).length > 0, TRIES);
          throw new Error(
            `seed ${seed}, step ${at} and following:\n  ${violations.join('\n  ')}\n` +
              `the shortest script found that fails:\n  ${found.map(stepText).join('\n  ')}\n` +
              `what the processes said:\n  ${evidence.join('\n  ')}`,
          );
        }
      });

      /** Plays some steps and returns what must not be, when everything has come to an end. */
      async function play(steps: readonly Step[]): Promise<string[]> {
        const observer = new Observer(cluster, asked);
        const lives = new Map<number, Promise<Ending>>();
        const failures: string[] = [];
        let fault: Promise<void> = Promise.resolve();
        const one = async (step: Step): Promise<void> => {
          switch (step.do) {
            case 'wait':
              return pause(step.milliseconds);
            case 'fault': {
              await fault;
              const site = { cluster, server, random: () => step.chance };
              fault = FAULTS[step.name](site, step.milliseconds).catch((error: unknown) => {
                failures.push(`"${step.name}" could not be done: ${String(error)}`);
              });
              return;
            }
            case 'introspect': {
              const machine = machines[step.machine];
              if (machine === undefined || lives.has(step.machine)) return;
              const life = introspect(cluster, machine, observer).finally(() => lives.delete(step.machine));
              life.catch((error: unknown) => failures.push(`${machine.uuid}: ${String(error)}`));
              lives.set(step.machine, life);
              return;
            }
            case 'abort': {
              const machine = machines[step.machine];
              if (machine === undefined) return;
              const id = newRequestId();
              observer.asks(machine, id);
              await cluster
                .request('POST', `/v1/introspection/${machine.uuid}/abort`, { id })
                .catch(() => undefined);
              return;
            }
            case 'look':
              await cluster
                .request('GET', `/v1/introspection/${machines[step.machine]?.uuid}`)
                .catch(() => undefined);
          }
        };
        for (const step of steps) await one(step);
        await fault;
        await Promise.allSettled(lives.values());
        await observer.stop();
        for (const { unexpected } of [...cluster.conductors, ...cluster.apis])
          failures.push(...unexpected.splice(0));
        return [...failures, ...observer.violations];
      }
    },
  );
}
