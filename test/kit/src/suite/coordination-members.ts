import assert from 'node:assert/strict';
import type { Coordinator, JsonObject, Member, Members } from '@inspector/plugin-api';
import type { CoordinationTest } from './coordination-processes.js';
import { notRun } from './not-run.js';

/** What the tests let a process say about itself. */
export const infoOf = (number: number): JsonObject => ({
  host: `conductor-${number}`,
  // characters and numbers that a careless store changes
  name: 'Größe 机器 🖥️',
  load: 1.5,
});

/** The members of a coordinator that the suite has found to have some. */
export function membersOf({ members }: Coordinator): Members {
  assert.ok(members, 'the coordinator has no members');
  return members;
}

/** Joins all processes, the first one first. */
export async function joinAll(all: readonly Coordinator[]): Promise<void> {
  for (const [number, coordinator] of all.entries()) await membersOf(coordinator).join(infoOf(number));
}

/** The processes that say that they lead. */
export const leadersOf = (all: readonly Coordinator[]): Coordinator[] =>
  all.filter((coordinator) => coordinator.isLeader());

const infos = (members: readonly Member[]): JsonObject[] => members.map(({ info }) => info);

/** Membership and leadership where nothing fails. Without members they are not run. */
export function memberTests(testAll: CoordinationTest): void {
  const test: CoordinationTest = (title, body) => {
    testAll(title, async (processes) => {
      if (processes.one.members === undefined) notRun('members');
      await body(processes);
    });
  };

  test('shows every process that has joined to all, in their order', async ({ one, all }) => {
    assert.deepEqual(await membersOf(one).list(), [], 'somebody is a member who has not joined');
    await joinAll(all);
    for (const coordinator of all) {
      const members = await membersOf(coordinator).list();
      assert.deepEqual(
        infos(members),
        all.map((_, number) => infoOf(number)),
      );
      const ids = new Set(members.map(({ id }) => id));
      assert.equal(ids.size, all.length, 'members have the same id');
      for (const id of ids) assert.match(id, /^[\x21-\x2e\x30-\x7e]{1,64}$/, 'the id of a member');
    }
  });

  test('shows what a member says anew, under the id that it knows of itself', async ({ one, all }) => {
    const joined = await membersOf(one).join(infoOf(0));
    await joined.update({ load: 7 });
    const members = await membersOf(all.at(-1) ?? one).list();
    assert.deepEqual(infos(members), [{ load: 7 }]);
    assert.equal(members[0]?.id, joined.id);
  });

  test('forgets a member that leaves, and keeps its leases', async ({ one, all }) => {
    const joined = await membersOf(one).join(infoOf(0));
    const lease = await one.acquire('kept');
    await joined.leave();
    await joined.leave();
    assert.deepEqual(await membersOf(all.at(-1) ?? one).list(), [], 'a member that left is still there');
    assert.equal(lease.signal.aborted, false, 'the lease of a member that left was lost');
    assert.equal(await (all.at(-1) ?? one).tryAcquire('kept'), undefined, 'its lease is free');
    await lease.release();
  });

  test('forgets a member whose process ends', async ({ all: [one, other], endOne }) => {
    if (other === undefined) notRun('another');
    await joinAll([one, other]);
    await endOne();
    assert.deepEqual(infos(await membersOf(other).list()), [infoOf(1)]);
  });

  test('tells who watches what there is, and every change of it', async ({ one, all, eventually }) => {
    const end = new AbortController();
    const watcher = membersOf(all.at(-1) ?? one);
    const told: JsonObject[][] = [];
    watcher.watch((members) => told.push(infos(members)), { signal: end.signal });
    const expectTold = (what: string, expected: readonly JsonObject[]): Promise<void> =>
      eventually(
        `a watcher was not told ${what}`,
        () => JSON.stringify(told.at(-1)) === JSON.stringify(expected),
      );
    await expectTold('that there is nobody', []);
    const joined = await membersOf(one).join(infoOf(0));
    await expectTold('who joined', [infoOf(0)]);
    await joined.update({ load: 7 });
    await expectTold('what a member says anew', [{ load: 7 }]);
    await joined.leave();
    await expectTold('who left', []);
    end.abort();
    const calls = told.length;
    await membersOf(one).list();
    await (await membersOf(one).join(infoOf(0))).leave();
    assert.equal(told.length, calls, 'a watcher was told something after it had stopped watching');
  });

  test('makes one of those who joined the leader, and shows everybody which', async ({
    one,
    all,
    eventually,
  }) => {
    if (!one.exclusive) assert.deepEqual(leadersOf(all), [], 'somebody leads who has not joined');
    await joinAll(all);
    await eventually('nobody leads', () => leadersOf(all).length > 0);
    assert.equal(leadersOf(all).length, 1, 'several processes lead');
    const leader = all.findIndex((coordinator) => coordinator.isLeader());
    for (const coordinator of all) {
      const members = (await membersOf(coordinator).list()).filter((member) => member.leader);
      assert.deepEqual(infos(members), [infoOf(leader)], 'the member shown as leader is another one');
    }
  });

  test('has another leader soon when the leader leaves', async ({ all, eventually }) => {
    if (all.length < 2) notRun('another');
    const joined = [];
    for (const [number, coordinator] of all.entries())
      joined.push(await membersOf(coordinator).join(infoOf(number)));
    await eventually('nobody leads', () => leadersOf(all).length > 0);
    const leader = all.findIndex((coordinator) => coordinator.isLeader());
    await joined[leader]?.leave();
    assert.equal(all[leader]?.isLeader(), false, 'a process leads that has left');
    await eventually('nobody leads in place of who left', () => leadersOf(all).length > 0);
    assert.equal(leadersOf(all).length, 1, 'several processes lead');
  });
}
