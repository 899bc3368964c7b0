import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { describePeer } from '../peer.js';
import type { DatabaseServer } from '../servers/database-server.js';
import { ETCD_COMMANDS } from '../servers/etcd.js';
import { MARIADB_COMMANDS, startMariadb } from '../servers/mariadb.js';
import { Cluster } from './cluster.js';
import { introspect } from './life.js';
import { Observer } from './observer.js';
import { createRoom, type Room, ROOM_COMMANDS } from './room.js';

const isLong = process.env['INSPECTOR_TEST_LONG'] === '1';

/** Milliseconds a cable is unplugged: longer than a lease, so that others take over. */
const LASTS = isLong ? 20_000 : 4000;

/** Machines that are introspected around it, and milliseconds between two of them. */
const MACHINES = isLong ? 20 : 6;
const APART = LASTS / MACHINES;

/** What is unplugged. The short form has one of them; the other suites cut the same in a way that needs no root. */
const CUTS: readonly (readonly ('etcd' | 'database')[])[] = isLong
  ? [['etcd'], ['database'], ['etcd', 'database']]
  : [['etcd']];

describePeer(
  'a conductor on a machine of its own',
  [...ROOM_COMMANDS, ...ETCD_COMMANDS, ...MARIADB_COMMANDS],
  function () {
    this.timeout(200_000);
    let server: DatabaseServer;
    let cluster: Cluster;
    let observer: Observer;
    let room: Room;
    before(async () => {
      server = await startMariadb();
      cluster = await Cluster.start(await server.create('cluster'), { conductors: 1, apis: 1 });
      room = await createRoom();
      cluster.conductors.push(await cluster.add('conductor', room));
    });
    afterEach(() => observer?.stop());
    after(async () => {
      await cluster?.close();
      await server?.stop();
    });

    for (const names of CUTS) {
      it(`loses and repeats nothing when its network to ${names.join(' and ')} is unplugged`, async () => {
        observer = new Observer(cluster);
        const before = cluster.conductors[1]?.log.length ?? 0;
        const lives = cluster.machines(MACHINES).map(async (machine, index) => {
          await pause(index * APART);
          const begun = performance.now();
          const ending = await introspect(cluster, machine, observer);
          return { ...ending, milliseconds: performance.now() - begun };
        });
        await pause(APART);
        for (const name of names) await room.cables[name].cut();
        try {
          await pause(LASTS);
        } finally {
          for (const name of names) await room.cables[name].restore();
        }
        const endings = await Promise.all(lives);
        await observer.stop();
        expect(endings.map(({ state, error }) => [state, error])).to.deep.equal(
          endings.map(() => ['finished', null]),
        );
        expect(observer.violations).to.deep.equal([]);
        expect(observer.looks).to.be.above(0);
        const said = cluster.conductors[1]?.log.slice(before).join('\n') ?? '';
        if (names.includes('etcd')) expect(said).to.include('All leases of this process are lost');
        // Its statements wait for the cable, and nobody else may work on its nodes meanwhile.
        else expect(Math.max(...endings.map(({ milliseconds }) => milliseconds))).to.be.above(APART);
        for (const { unexpected } of [...cluster.conductors, ...cluster.apis])
          expect(unexpected).to.deep.equal([]);
      });
    }
  },
);
