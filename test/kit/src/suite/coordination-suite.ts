import assert from 'node:assert/strict';
import { leaseTests } from './coordination-leases.js';
import { memberTests } from './coordination-members.js';
import { outageTests } from './coordination-outage.js';
import { coordinationTest, type CoordinationUnderTest } from './coordination-processes.js';
import type { DescribeAndIt } from './test-functions.js';

export type { CoordinationUnderTest } from './coordination-processes.js';

/** What {@link coordinationSuite} works with. */
export interface CoordinationSuiteOptions extends DescribeAndIt {
  /** Name in the title; default `coordination`. */
  readonly name?: string;
  /** Makes a fresh backend, called for each test: nobody holds anything, nobody is a member. */
  create(): Promise<CoordinationUnderTest>;
  /** Milliseconds a test waits for what the backend has to notice, such as a lease that ran out. Default 60,000. */
  readonly patience?: number;
}

/**
 * Defines the tests every coordination backend has to pass: the lease of a node has one holder at a time and goes to who
 * came first, fences grow, a holder hears of its loss in time, nodes do not hinder each other, members see each other and
 * have one leader, nothing works unlocked while the backend is away, and what a coordinator says about itself is true.
 *
 * Some tests last as long as the backend needs to give up a process that is away: use short leases, and let the test runner
 * wait for some multiple of them.
 */
export function coordinationSuite({
  describe,
  it,
  create,
  name = 'coordination',
  patience = 60_000,
}: CoordinationSuiteOptions): void {
  const test = coordinationTest(it, create, patience);

  describe(`${name}: conformance`, () => {
    test('says truthfully whether its leases are known to this process only', async (processes) => {
      const { one, all, lose, connection } = processes;
      const { exclusive }: { readonly exclusive: unknown } = one;
      assert.equal(typeof exclusive, 'boolean', 'exclusive');
      if (exclusive === true)
        assert.equal(all.length, 1, 'exclusive is true, but another process shares its leases');
      else {
        assert.ok(all.length > 1, 'exclusive is false, so the suite needs another()');
        assert.ok(lose, 'exclusive is false, so the suite needs lose()');
        assert.ok(connection, 'exclusive is false, so the suite needs cutOff() and reconnect()');
        for (const { members } of all) assert.ok(members, 'exclusive is false, so there must be members');
        const realms = new Set(all.map(({ realm }) => realm));
        assert.ok(realms.size === 1 && one.realm, 'processes that share fences must name the same realm');
        assert.ok(one.realm.length <= 48, `the name of the realm has ${one.realm.length} characters`);
      }
    });

    test('has one leader at most, and one that is alone leads', async ({ one, all }) => {
      const leaders = all.map((coordinator): unknown => coordinator.isLeader());
      for (const leads of leaders) assert.equal(typeof leads, 'boolean', 'isLeader()');
      assert.ok(leaders.filter(Boolean).length <= 1, 'several processes lead');
      if (one.exclusive) assert.equal(leaders[0], true, 'a process that is alone does not lead');
    });

    leaseTests(test);
    memberTests(test);
  });

  describe(`${name}: when its backend cannot be reached`, () => outageTests(test));
}
