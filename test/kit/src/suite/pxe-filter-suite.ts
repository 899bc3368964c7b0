import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { PxeFilterDriver } from '@inspector/plugin-api';
import type { DescribeAndIt } from './test-functions.js';
import { STEPS, deniedThroughout, machineMac, wantedState, type Step } from './wanted-states.js';
import { notRun, skipping } from './not-run.js';

/** What a machine gets from DHCP: `unlisted` means nothing says anything about it, so DHCP would serve it. */
export type Decision = 'allow' | 'deny' | 'unlisted';

/** What a driver says of a machine: a {@link Decision}, or `unknown` when it could not look. */
export type DriverVerdict = Decision | 'unknown';

/** A driver with what its tests need around it. */
export interface PxeFilterUnderTest {
  readonly driver: PxeFilterDriver;
  /** Looks at the system itself, not at the driver: what would DHCP do with this MAC (lower case) now? */
  readonly observer: { decision(mac: string): Promise<Decision> };
  /** Ways in which somebody else may spoil the system; the next sync must put each right. */
  readonly damage?: readonly { readonly name: string; inflict(): Promise<void> }[];
  /** true: the observer is quick enough to be asked again and again while a sync runs. */
  readonly watchable?: boolean;
  /**
   * Takes the driver's sight: the system cannot be looked at any more, or has lost touch with what the driver sets. From
   * then on `inspect` must not say that a machine gets a lease. Left out by drivers that cannot look at all.
   */
  blind?(): Promise<void>;
  cleanUp(): Promise<void>;
}

/** What {@link pxeFilterSuite} works with. */
export interface PxeFilterSuiteOptions extends DescribeAndIt {
  /** Name in the title; default `PXE filter`. */
  readonly name?: string;
  /** Makes a fresh driver on a fresh system, called for each test. */
  create(): Promise<PxeFilterUnderTest>;
}

/**
 * Defines the tests every PXE filter driver has to pass: after each synchronisation DHCP serves exactly whom it
 * should, whatever was before, and it never serves more than that on the way. A driver that says it is passive
 * leaves every machine alone instead.
 */
export function pxeFilterSuite(options: PxeFilterSuiteOptions): void {
  const { describe, create, name = 'PXE filter' } = options;
  const it = skipping(options.it);
  const test = (title: string, body: (under: PxeFilterUnderTest) => Promise<void>): void => {
    it(title, async () => {
      const under = await create();
      try {
        await body(under);
      } finally {
        await under.driver.tearDown();
        await under.cleanUp();
      }
    });
  };

  describe(`${name}: conformance`, () => {
    for (const step of STEPS) {
      test(`is right after the start: ${step.title}`, async (under) => {
        await under.driver.init(step.state);
        await expectState(under, step);
      });
    }

    for (const from of STEPS) {
      for (const to of STEPS) {
        if (from === to) continue;
        test(`is right after: ${from.title} → ${to.title}`, async (under) => {
          await under.driver.init(from.state);
          await under.driver.sync(to.state);
          await expectState(under, to);
        });
      }
    }

    test('changes nothing when nothing has changed', async ({ driver, observer }) => {
      for (const step of STEPS) {
        await driver.init(step.state);
        await driver.sync(step.state);
        const { changes } = await driver.sync(step.state);
        assert.equal(changes, 0, `${step.title}: the second sync made changes`);
        await expectState({ driver, observer }, step);
      }
    });

    test('counts what it changes', async ({ driver }) => {
      if (driver.passive === true) notRun('changes of a passive driver');
      await driver.init(wantedState({ denied: [machineMac(1)], discovery: true }));
      const more = wantedState({ denied: [machineMac(1), machineMac(2), machineMac(3)], discovery: true });
      const { changes } = await driver.sync(more);
      assert.ok(changes > 0, 'a sync that denies two more machines reports no changes');
    });

    test('can be initialised again', async ({ driver, observer }) => {
      for (const step of [...STEPS, ...STEPS]) {
        await driver.init(step.state);
        await expectState({ driver, observer }, step);
      }
    });

    test('can be torn down twice and used again', async ({ driver, observer }) => {
      const [first] = STEPS;
      await driver.init(first.state);
      await driver.tearDown();
      await driver.tearDown();
      await driver.init(first.state);
      await expectState({ driver, observer }, first);
    });

    test('can be torn down without ever being initialised', async ({ driver }) => {
      await driver.tearDown();
    });

    test('handles 500 machines', async ({ driver, observer }) => {
      const many = Array.from({ length: 500 }, (_, number) => machineMac(1000 + number));
      await driver.init(wantedState({ allowed: [machineMac(1)], denied: many }));
      await driver.sync(
        wantedState({ allowed: many.slice(0, 250), denied: [...many.slice(250), machineMac(1)] }),
      );
      for (const [number, decision] of [
        [1000, 'allow'],
        [1249, 'allow'],
        [1250, 'deny'],
        [1499, 'deny'],
        [1, 'deny'],
      ] as const) {
        const wantedDecision = driver.passive === true ? 'unlisted' : decision;
        assert.equal(
          await observer.decision(machineMac(number)),
          wantedDecision,
          `machine ${machineMac(number)}`,
        );
      }
    });

    test('says of machines what they get, or that it does not know', async (under) => {
      for (const step of STEPS) {
        await under.driver.init(step.state);
        await expectHonesty(under, step.title);
      }
    });

    test('never says that a machine gets a lease when it cannot look', async ({ driver, blind }) => {
      if (blind === undefined) notRun('blind');
      const mac = machineMac(1);
      await driver.init(wantedState({ allowed: [mac] }));
      await blind();
      const said = await verdictOf(driver, mac);
      assert.ok(said === undefined || said === 'unknown' || said === 'deny', `the driver says ${said}`);
    });

    it('puts right what somebody else spoiled', async () => {
      await repairs(create);
    });

    it('never serves a machine on the way that is denied before and after', async () => {
      await staysClosed(create);
    });
  });
}

async function expectState(
  { driver, observer }: Pick<PxeFilterUnderTest, 'driver' | 'observer'>,
  { title, state }: Step,
): Promise<void> {
  if (driver.passive === true) return expectNothing(observer, title);
  for (const mac of state.allowed) {
    assert.equal(await observer.decision(mac), 'allow', `${title}: ${mac} is on introspection`);
  }
  for (const mac of state.denied) {
    assert.equal(
      await observer.decision(mac),
      'deny',
      `${title}: ${mac} is enrolled and not on introspection`,
    );
  }
  for (const mac of [machineMac(90), machineMac(1), machineMac(2), machineMac(3)]) {
    if (state.allowed.has(mac) || state.denied.has(mac)) continue;
    const decision = await observer.decision(mac);
    const served = decision !== 'deny';
    assert.equal(served, state.unknown === 'allow', `${title}: unknown machine ${mac} is ${decision}`);
  }
}

/** What a driver says of a machine; undefined: it says nothing, or fails to. Each `unknown` has to come with a reason. */
async function verdictOf(driver: PxeFilterDriver, mac: string): Promise<DriverVerdict | undefined> {
  // A driver that fails to look is taken to know nothing.
  const said = await Promise.resolve(driver.inspect?.(mac)).catch(() => undefined);
  if (said === undefined || typeof said === 'string') return said;
  assert.ok(
    said.verdict !== 'unknown' || said.reason,
    `the driver does not say why it cannot tell about ${mac}`,
  );
  return said.verdict;
}

async function expectHonesty(
  { driver, observer }: Pick<PxeFilterUnderTest, 'driver' | 'observer'>,
  title: string,
): Promise<void> {
  for (const mac of [machineMac(1), machineMac(2), machineMac(3), machineMac(90)]) {
    const said = await verdictOf(driver, mac);
    if (said !== 'allow' && said !== 'deny') continue;
    const served = (await observer.decision(mac)) !== 'deny';
    assert.equal(said === 'allow', served, `${title}: the driver says ${said} about ${mac}`);
  }
}

async function expectNothing(observer: PxeFilterUnderTest['observer'], title: string): Promise<void> {
  for (const mac of [machineMac(1), machineMac(2), machineMac(3), machineMac(90)]) {
    assert.equal(await observer.decision(mac), 'unlisted', `${title}: a passive driver leaves ${mac} alone`);
  }
}

async function repairs(create: () => Promise<PxeFilterUnderTest>): Promise<void> {
  const count = await withFresh(create, async ({ damage = [] }) => damage.length);
  if (count === 0) notRun('damage');
  for (let index = 0; index < count; index++) {
    for (const step of STEPS) {
      await withFresh(create, async ({ driver, observer, damage = [] }) => {
        const harm = damage[index];
        if (harm === undefined) return;
        await driver.init(step.state);
        await harm.inflict();
        await driver.sync(step.state);
        await expectState({ driver, observer }, { ...step, title: `${harm.name}, ${step.title}` });
      });
    }
  }
}

async function staysClosed(create: () => Promise<PxeFilterUnderTest>): Promise<void> {
  for (const from of STEPS) {
    for (const to of STEPS) {
      const watched = deniedThroughout(from, to);
      if (from === to || watched === undefined) continue;
      await withFresh(create, async ({ driver, observer, watchable = false }) => {
        if (!watchable) notRun('watchable');
        if (driver.passive === true) notRun('changes of a passive driver');
        await driver.init(from.state);
        let done = false;
        const sync = driver.sync(to.state).finally(() => {
          done = true;
        });
        while (!done) {
          const decision = await observer.decision(watched);
          assert.equal(decision, 'deny', `${from.title} → ${to.title}: ${watched} was open for a moment`);
          await turn();
        }
        await sync;
      });
    }
  }
}

async function withFresh<Result>(
  create: () => Promise<PxeFilterUnderTest>,
  use: (under: PxeFilterUnderTest) => Promise<Result>,
): Promise<Result> {
  const under = await create();
  try {
    return await use(under);
  } finally {
    await under.driver.tearDown();
    await under.cleanUp();
  }
}
