import { setTimeout as pause } from 'node:timers/promises';
import type { Machine } from '@inspector/simulator';
import { expect } from 'chai';
import { describePeer } from '../peer.js';
import type { DatabaseServer } from '../servers/database-server.js';
import { ETCD_COMMANDS } from '../servers/etcd.js';
import { MARIADB_COMMANDS, startMariadb } from '../servers/mariadb.js';
import { Cluster } from './cluster.js';
import { introspect, type Ending } from './life.js';
import { Observer } from './observer.js';

const isLong = process.env['INSPECTOR_TEST_LONG'] === '1';

/** As many at least. */
const MACHINES = isLong ? 200 : 30;

/** Milliseconds between two machines at least. The burst lasts as long as the restarts, or longer. */
const APART = isLong ? 50 : 300;

/** After the burst, as many are under way: who starts a fleet waits for some of it before the next. */
const MOST = 40;

describePeer('a burst of introspections', [...ETCD_COMMANDS, ...MARIADB_COMMANDS], function () {
  this.timeout(isLong ? 300_000 : 120_000);
  let server: DatabaseServer;
  let cluster: Cluster;
  let observer: Observer;
  before(async () => {
    server = await startMariadb();
    // No conductor dies, so nobody has to notice that; a machine with much to do must not look like a dead one.
    cluster = await Cluster.start(await server.create('cluster'), { ttl: 10 });
  });
  after(async () => {
    await observer?.stop();
    await cluster?.close();
    await server?.stop();
  });

  it('does not notice that all processes are started again, one after another', async () => {
    observer = new Observer(cluster);
    const lives: Promise<Ending>[] = [];
    const restarted = { all: false };
    const burst = (async () => {
      let running = 0;
      const live = async (machine: Machine): Promise<Ending> => {
        running++;
        return introspect(cluster, machine, observer).finally(() => running--);
      };
      while (lives.length < MACHINES || !restarted.all) {
        if (lives.length < MACHINES || running < MOST) lives.push(...cluster.machines(1).map(live));
        await pause(APART);
      }
    })();
    try {
      for (const one of [...cluster.conductors, ...cluster.apis]) {
        expect(await one.stop()).to.equal(0);
        await one.start();
      }
    } finally {
      restarted.all = true;
    }
    await burst;
    const endings = await Promise.all(lives).catch((error: unknown) => {
      const { message } = error as Error;
      throw new Error(
        `${message}\nwhat the processes said:\n  ${cluster.linesAbout([message]).join('\n  ')}`,
      );
    });
    await observer.stop();
    const others = endings.filter(({ state, starts }) => state !== 'finished' || starts !== 1);
    expect(JSON.stringify(others, undefined, 1)).to.equal('[]');
    expect(endings.flatMap(({ answers }) => answers.filter((status) => status >= 500))).to.deep.equal([]);
    expect(observer.violations).to.deep.equal([]);
  });
});
