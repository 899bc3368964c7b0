import { expect } from 'chai';
import { eventually } from '../../functional/harness.js';
import { describePeer } from '../peer.js';
import type { DatabaseServer } from '../servers/database-server.js';
import { ETCD_COMMANDS } from '../servers/etcd.js';
import { MARIADB_COMMANDS, startMariadb } from '../servers/mariadb.js';
import { Cluster } from './cluster.js';
import { introspect } from './life.js';
import { Observer } from './observer.js';
import type { ClusterProcess } from './process.js';

/** Seconds between two reboots. */
const DELAY = 1;

const MACHINES = 6;

describePeer(
  'machines that stand in line to be rebooted',
  [...ETCD_COMMANDS, ...MARIADB_COMMANDS],
  function () {
    this.timeout(120_000);
    let server: DatabaseServer;
    before(async () => {
      server = await startMariadb();
    });
    after(() => server?.stop());

    /** A conductor with machines in its line, and one that takes over. */
    const inLine = async (
      database: string,
      end: (conductor: ClusterProcess) => Promise<unknown>,
    ): Promise<number[]> => {
      const cluster = await Cluster.start(await server.create(database), {
        ...{ apis: 1, conductors: 1, members: 1 },
        config: { introspectionDelay: DELAY },
      });
      const observer = new Observer(cluster);
      try {
        const lives = cluster.machines(MACHINES).map((machine) => introspect(cluster, machine, observer));
        const booted = (): number =>
          cluster.ironic.requestsMatching({ path: /\/states\/power$/, method: 'PUT' }).length;
        await eventually(
          async () => booted(),
          (count) => count > 1,
          'the first machines to be rebooted',
        );
        cluster.conductors.push(await cluster.add('conductor'));
        const [first] = cluster.conductors;
        await end(first as ClusterProcess);
        const endings = await Promise.all(lives);
        await observer.stop();
        expect(observer.violations).to.deep.equal([]);
        expect(endings.map(({ state }) => state)).to.deep.equal(lives.map(() => 'finished'));
        return endings.map(({ starts }) => starts);
      } finally {
        await observer.stop();
        await cluster.close();
      }
    };

    it('are rebooted by another conductor when theirs is stopped, and nobody starts them again', async () => {
      const starts = await inLine('stopped', (conductor) => conductor.stop());
      expect(starts).to.deep.equal(starts.map(() => 1));
    });

    it('are rebooted by another conductor when theirs dies, except for one that it may have told to boot', async () => {
      const starts = await inLine('dead', (conductor) => conductor.kill());
      expect(starts.filter((count) => count !== 1).length).to.be.at.most(1);
    });
  },
);
