import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { describePeer } from '../peer.js';
import type { DatabaseServer } from '../servers/database-server.js';
import { ETCD_COMMANDS } from '../servers/etcd.js';
import { MARIADB_COMMANDS, startMariadb } from '../servers/mariadb.js';
import { POSTGRESQL_COMMANDS, startPostgresql } from '../servers/postgresql.js';
import { Cluster } from './cluster.js';
import { FAULTS, type FaultName, type Site } from './faults.js';
import { introspect } from './life.js';
import { Observer } from './observer.js';

const isLong = process.env['INSPECTOR_TEST_LONG'] === '1';

/** Milliseconds a fault lasts: longer than a lease, so that others take over. */
const LASTS = isLong ? 10_000 : 4000;

/** Machines that are introspected around a fault, and milliseconds between two of them. */
const MACHINES = isLong ? 20 : 6;
const APART = LASTS / MACHINES;

const DATABASES = {
  MariaDB: { commands: MARIADB_COMMANDS, start: () => startMariadb({ fast: !isLong }), short: [] },
  PostgreSQL: {
    commands: POSTGRESQL_COMMANDS,
    start: () => startPostgresql({ fast: !isLong }),
    // The one that the other suites do not try.
    short: ['a conductor is cut off from both'] as readonly FaultName[],
  },
} as const;

for (const [database, { commands, start, short }] of Object.entries(DATABASES)) {
  const faults = isLong ? (Object.keys(FAULTS) as FaultName[]) : short;
  if (faults.length === 0) continue;
  describePeer(`faults of a cluster over etcd and ${database}`, [...ETCD_COMMANDS, ...commands], function () {
    this.timeout(200_000);
    let server: DatabaseServer;
    let cluster: Cluster;
    let observer: Observer;
    before(async () => {
      server = await start();
      cluster = await Cluster.start(await server.create('cluster'), { conductors: isLong ? 3 : 2 });
    });
    afterEach(() => observer?.stop());
    after(async () => {
      await cluster?.close();
      await server?.stop();
    });

    for (const name of faults) {
      it(`lose and repeat nothing when ${name}`, async () => {
        observer = new Observer(cluster);
        const site: Site = { cluster, server, random: Math.random };
        const lives = cluster.machines(MACHINES).map(async (machine, index) => {
          await pause(index * APART);
          return introspect(cluster, machine, observer);
        });
        const fault = pause(APART).then(() => FAULTS[name](site, LASTS));
        const endings = await Promise.all(lives);
        await fault;
        await observer.stop();
        expect(endings.map(({ state, error }) => [state, error])).to.deep.equal(
          endings.map(() => ['finished', null]),
        );
        expect(observer.violations).to.deep.equal([]);
        expect(observer.looks).to.be.above(0);
        for (const { unexpected } of [...cluster.conductors, ...cluster.apis])
          expect(unexpected).to.deep.equal([]);
      });
    }
  });
}
