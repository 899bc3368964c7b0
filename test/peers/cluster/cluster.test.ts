import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { eventually } from '../../functional/harness.js';
import { describePeer, findCommand } from '../peer.js';
import type { DatabaseServer } from '../servers/database-server.js';
import { ETCD_COMMANDS } from '../servers/etcd.js';
import { MARIADB_COMMANDS, startMariadb } from '../servers/mariadb.js';
import { Cluster } from './cluster.js';

describePeer(
  'API processes and conductors over etcd and MariaDB',
  [...ETCD_COMMANDS, ...MARIADB_COMMANDS],
  function () {
    this.timeout(180_000);
    let server: DatabaseServer;
    let cluster: Cluster;

    before(async () => {
      server = await startMariadb();
      cluster = await Cluster.start(await server.create('cluster'), {
        setsClocks: findCommand('faketime') !== undefined,
      });
    });
    after(async () => {
      await cluster.close();
      await server.stop();
    });

    /** How often a machine was powered off. */
    const powerOffs = (uuid: string): number =>
      cluster.ironic
        .requestsMatching({ method: 'PUT', path: /states\/power$/, node: uuid })
        .filter(({ time }) => time > (begun.get(uuid) ?? 0)).length;
    const begun = new Map<string, number>();
    const isOver = (state: string): boolean => state === 'finished' || state === 'error';

    it('share the work, and every introspection ends well', async () => {
      const machines = cluster.machines(12);
      await Promise.all(machines.map((machine) => cluster.begin(machine)));
      const posts = await Promise.all(machines.map((machine) => cluster.post(machine)));
      expect(posts.map(({ status }) => status)).to.deep.equal(machines.map(() => 200));
      for (const { uuid } of machines) {
        const { state, error } = await cluster.state(uuid, isOver);
        expect([state, error]).to.deep.equal(['finished', null]);
      }
      for (const { log } of cluster.conductors)
        expect(log.some((line) => line.includes('introspection finished'))).to.equal(true);
    });

    it('show each other, and who of them is silent', async () => {
      type Shown = { process: number; leader: boolean; unknown: string | null; report: object | null };
      const members = async (): Promise<Shown[]> =>
        (await cluster.request('GET', '/v1/cluster')).body['members'] as Shown[];
      // A membership that another test had lost stays in the list until it has run out.
      const all = await eventually(
        members,
        ({ length }) => length === cluster.conductors.length,
        'a list of those that are members now',
      );
      expect(all.map(({ process }) => process)).to.have.members(cluster.conductors.map(({ pid }) => pid));
      expect(all.filter(({ leader }) => leader)).to.have.length(1);
      for (const { report } of all)
        expect(Math.abs((report as { clock_difference: number }).clock_difference)).to.be.below(1);
      const [paused] = cluster.conductors;
      paused?.pause();
      try {
        const silent = (await members()).find(({ process }) => process === paused?.pid);
        expect([silent?.report, silent?.unknown]).to.deep.equal([null, 'no answer within 1.5 s']);
      } finally {
        paused?.resume();
      }
    });

    it('measure what each conductor does, at an address of its own', async () => {
      const places = cluster.conductors.map(
        ({ log }) =>
          /http:[^"\s]*/.exec(log.find((line) => line.includes('Metrics are at')) ?? '')?.[0] ?? '',
      );
      const finished = async (): Promise<number> => {
        const texts = await Promise.all(places.map(async (place) => (await fetch(place)).text()));
        const count = /inspector_introspections_total\{outcome="finished"\} (\d+)/;
        return texts.reduce((sum, text) => sum + Number(count.exec(text)?.[1] ?? 0), 0);
      };
      const before = await finished();
      const [machine] = cluster.machines(1);
      if (machine === undefined) throw new Error('no machine');
      await cluster.begin(machine);
      await cluster.post(machine);
      await eventually(finished, (count) => count === before + 1, 'one more that finished');
      for (const place of places)
        expect((await fetch(new URL('/v1/introspection', place))).status).to.equal(404);
    });

    it('give a repeated post the same answer, whichever process gets it', async () => {
      const [machine] = cluster.machines(1);
      if (machine === undefined) throw new Error('no machine');
      await cluster.begin(machine);
      const first = await cluster.post(machine);
      await cluster.state(machine.uuid, isOver);
      for (let turn = 0; turn < 4; turn++) {
        const again = await cluster.post(machine);
        expect([again.status, again.uuid]).to.deep.equal([200, first.uuid]);
      }
    });

    it('go on with the data of a conductor that is killed, and do nothing twice', async () => {
      const third = await cluster.add('conductor');
      const machines = cluster.machines(6);
      await Promise.all(machines.map((machine) => cluster.begin(machine)));
      for (const { uuid } of machines) begun.set(uuid, Date.now());
      const held = cluster.ironic.fail({ match: { method: 'PATCH' }, status: 'held' });
      const posts = Promise.all(machines.map((machine) => cluster.post(machine)));
      await held.arrived;
      await third.kill();
      held.release();
      const answers = await posts;
      expect(answers.map(({ status }) => status)).to.deep.equal(machines.map(() => 200));
      for (const { uuid } of machines) {
        const { state, error } = await cluster.state(uuid, isOver);
        expect([state, error]).to.deep.equal(['finished', null]);
        expect(powerOffs(uuid), `power off of ${uuid}`).to.equal(1);
        const ports = [...cluster.ironic.ports.values()]
          .filter(({ node_uuid: node }) => node === uuid)
          .map(({ address }) => address);
        expect(new Set(ports).size).to.equal(ports.length);
      }
    });

    const isLong = process.env['INSPECTOR_TEST_LONG'] === '1';
    /** Milliseconds of a pause. */
    const paused = 60_000;
    const inLongForm = isLong ? it : it.skip;
    for (const turn of isLong ? [1, 2, 3, 4, 5] : [1]) {
      inLongForm(`write nothing any more after a pause in which others took over (${turn})`, async () => {
        const machines = cluster.machines(4);
        await Promise.all(machines.map((machine) => cluster.begin(machine)));
        for (const { uuid } of machines) begun.set(uuid, Date.now());
        const held = cluster.ironic.fail({ match: { method: 'PATCH' }, status: 'held' });
        const posts = Promise.all(machines.map((machine) => cluster.post(machine)));
        await held.arrived;
        const [first] = cluster.conductors;
        const since = Date.now();
        first?.pause();
        held.release();
        await posts;
        for (const { uuid } of machines) await cluster.state(uuid, isOver);
        await pause(Math.max(since + paused - Date.now(), 0));
        const before = cluster.ironic.requests.length;
        const lines = first?.log.length ?? 0;
        first?.resume();
        // It has come back when it has leases again, and says so.
        await eventually(
          () => first?.log.slice(lines).some((line) => line.includes('can have leases again')) ?? false,
          (said) => said,
          'the paused conductor',
          30_000,
        );
        const changes = cluster.ironic.requests.slice(before).filter(({ method }) => method !== 'GET');
        expect(changes.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([]);
        for (const { uuid } of machines) {
          expect((await cluster.state(uuid, isOver))['state']).to.equal('finished');
          expect(powerOffs(uuid)).to.equal(1);
        }
      });
    }

    it('read on while etcd has no quorum, refuse what would change something, and recover', async () => {
      const [machine] = cluster.machines(1);
      if (machine === undefined) throw new Error('no machine');
      cluster.etcd.pause(0);
      cluster.etcd.pause(1);
      try {
        expect((await cluster.request('GET', '/v1/introspection')).status).to.equal(200);
        const refused = await cluster.request('POST', `/v1/introspection/${machine.uuid}`);
        expect(refused.status).to.equal(503);
      } finally {
        cluster.etcd.resume(0);
        cluster.etcd.resume(1);
      }
      await eventually(
        () => cluster.request('POST', `/v1/introspection/${machine.uuid}`),
        ({ status }) => status === 202,
        'the start',
        30_000,
      );
      await cluster.state(machine.uuid, (state) => state === 'waiting');
      expect((await cluster.post(machine)).status).to.equal(200);
    });

    describePeer('with clocks that somebody sets', ['faketime'], () => {
      for (const [what, seconds] of [
        ['forward', 3600],
        ['back', -3600],
      ] as const) {
        it(`go on when the clock of a conductor is set ${what} by an hour`, async () => {
          const machines = cluster.machines(4);
          const [first] = cluster.conductors;
          await Promise.all(machines.slice(0, 2).map((machine) => cluster.begin(machine)));
          await first?.setClock(seconds);
          try {
            const shown = async (): Promise<number> => {
              const { body } = await cluster.request('GET', '/v1/cluster');
              const members = body['members'] as {
                process: number;
                report: { clock_difference: number } | null;
              }[];
              return members.find((one) => one.process === first?.pid)?.report?.clock_difference ?? 0;
            };
            await eventually(
              shown,
              (now) => Math.abs(now - seconds) < 5,
              'the difference of the clocks',
              20_000,
            );
            await Promise.all(machines.slice(2).map((machine) => cluster.begin(machine)));
            const posts = await Promise.all(machines.map((machine) => cluster.post(machine)));
            expect(posts.map(({ status }) => status)).to.deep.equal(machines.map(() => 200));
            for (const { uuid } of machines) {
              const { state, error } = await cluster.state(uuid, isOver);
              expect([state, error]).to.deep.equal(['finished', null]);
            }
          } finally {
            await first?.setClock(0);
          }
        });
      }
    });

    it('lose nothing when a conductor is stopped in order under load', async () => {
      const leaving = await cluster.add('conductor');
      const machines = cluster.machines(12);
      await Promise.all(machines.map((machine) => cluster.begin(machine)));
      const posts = machines.map((machine) => cluster.post(machine));
      expect(await leaving.stop()).to.equal(0);
      const answers = await Promise.all(posts);
      expect(answers.map(({ status, attempts }) => [status, attempts])).to.deep.equal(
        machines.map(() => [200, 1]),
      );
      for (const { uuid } of machines)
        expect((await cluster.state(uuid, isOver))['state']).to.equal('finished');
    });
  },
);
