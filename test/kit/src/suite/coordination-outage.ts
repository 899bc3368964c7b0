import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Coordinator } from '@inspector/plugin-api';
import { infoOf, joinAll, leadersOf, membersOf } from './coordination-members.js';
import type { CoordinationTest, Processes } from './coordination-processes.js';
import { rejection } from './rejection.js';
import { notRun } from './not-run.js';

/** Two processes, of which the first can be cut off from the backend. */
interface Divided extends Processes {
  readonly other: Coordinator;
  readonly connection: NonNullable<Processes['connection']>;
}

/** What is lost, and what is not, while a process cannot reach its backend. Without a way to cut they are not run. */
export function outageTests(test: CoordinationTest): void {
  /** Defines a test of two processes; it is not run where there is one, or no way to cut. */
  const divided = (title: string, body: (parts: Divided) => Promise<void>): void =>
    test(title, async (parts) => {
      const { connection, all } = parts;
      const other = all[1];
      if (connection === undefined) notRun('cutOff and reconnect');
      if (other === undefined) notRun('another');
      await body({ ...parts, connection, other });
    });

  test('fails with a coded error while the backend is away, and works again after', async ({
    one,
    connection,
    eventually,
  }) => {
    if (connection === undefined) notRun('cutOff and reconnect');
    const uuid = randomUUID();
    await connection.cut();
    const calls = [
      ['tryAcquire', one.tryAcquire(uuid)],
      ['acquire', one.acquire(uuid)],
      ...(one.members === undefined
        ? []
        : ([
            ['members.list', one.members.list()],
            ['members.join', one.members.join({})],
          ] as const)),
    ] as const;
    for (const error of await Promise.all(
      calls.map(([what, call]) => rejection(call, 'INSP_COORDINATION_FAILED', what)),
    )) {
      assert.equal(error.status, 503);
    }
    await connection.restore();
    await eventually(
      'a lease cannot be had although the backend is back',
      async () => (await one.tryAcquire(uuid).catch(() => undefined)) !== undefined,
    );
  });

  divided('tells a holder who cannot reach the backend before another gets the node', async (parts) => {
    const { one, other, connection, eventually } = parts;
    const uuid = randomUUID();
    const held = await one.acquire(uuid);
    await connection.cut();
    await eventually(
      'the lease of a process that is away is held',
      async () => (await other.tryAcquire(uuid)) !== undefined,
    );
    assert.equal(held.signal.aborted, true, 'another has the node, and its holder was not told');
    await connection.restore();
    await held.release();
    assert.equal(await other.tryAcquire(uuid), undefined, 'the release of a lost lease freed the node');
  });

  divided(
    'ends leadership before another leads, and membership, where the backend cannot be reached',
    async (parts) => {
      const { one, other, all, connection, eventually } = parts;
      if (one.members === undefined) notRun('members');
      const joined = await membersOf(one).join(infoOf(0));
      await eventually('nobody leads', () => one.isLeader());
      await membersOf(other).join(infoOf(1));
      const id = joined.id;
      await connection.cut();
      await eventually('nobody leads in place of a process that is away', () => {
        const both = leadersOf(all).length > 1;
        assert.equal(both, false, 'a process that is away leads beside another');
        return other.isLeader();
      });
      assert.deepEqual(
        (await membersOf(other).list()).map(({ info }) => info),
        [infoOf(1)],
        'a process that is away is a member',
      );
      await connection.restore();
      await eventually(
        'a process that came back is no member',
        async () => (await membersOf(other).list()).length === 2,
      );
      const back = (await membersOf(other).list()).find((member) => member.id === joined.id);
      assert.deepEqual(back?.info, infoOf(0), 'the id of who came back is not the one it knows');
      assert.notEqual(back.id, id, 'a membership that was lost has the same id again');
    },
  );

  divided('goes on telling watchers what changes after the backend was away', async (parts) => {
    const { one, other, connection, eventually } = parts;
    if (one.members === undefined) notRun('members');
    const end = new AbortController();
    let told = -1;
    one.members.watch((members) => (told = members.length), { signal: end.signal });
    await eventually('a watcher was told nothing', () => told === 0);
    await connection.cut();
    await joinAll([other]);
    await connection.restore();
    await eventually('a watcher does not hear what happened meanwhile', () => told === 1);
    end.abort();
  });
}
