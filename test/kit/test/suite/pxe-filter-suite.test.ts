import { expect } from 'chai';
import type { PxeFilterDriver, WantedFilterState } from '@inspector/plugin-api';
import { pxeFilterSuite } from '../../src/index.js';
import { failuresOf, outcomesOf } from './collected.js';
import { MemoryFilter, filterUnderTest, type MemorySystem } from './memory-filter.js';

pxeFilterSuite({
  describe,
  it,
  before,
  after,
  name: 'memory filter',
  create: async () => filterUnderTest((system) => new MemoryFilter(system)),
});

const failuresWith = async (make: (system: MemorySystem) => PxeFilterDriver): Promise<string[]> =>
  failuresOf(
    await outcomesOf((functions) =>
      pxeFilterSuite({ ...functions, create: async () => filterUnderTest(make) }),
    ),
  );

describe('pxeFilterSuite', () => {
  const wrong: [string, string, (system: MemorySystem) => PxeFilterDriver][] = [
    [
      'does nothing at the start',
      'is right after the start: all idle',
      (system) =>
        new (class extends MemoryFilter {
          override init = async () => undefined;
        })(system),
    ],
    [
      'forgets to open for machines on introspection',
      'is right after: all idle → allow list: A on introspection, C idle',
      (system) =>
        new (class extends MemoryFilter {
          override sync(wanted: WantedFilterState) {
            return super.sync({
              ...wanted,
              allowed: new Set([...wanted.allowed].filter((mac) => !system.entries.has(mac))),
            });
          }
        })(system),
    ],
    [
      'leaves machines open that are done',
      'is right after: all on introspection → all idle',
      (system) =>
        new (class extends MemoryFilter {
          override sync(wanted: WantedFilterState) {
            const open = [...system.entries]
              .filter(([, decision]) => decision === 'allow')
              .map(([mac]) => mac);
            return super.sync({ ...wanted, allowed: new Set([...wanted.allowed, ...open]) });
          }
        })(system),
    ],
    [
      'lets unknown machines in on an allow list',
      'is right after the start: allow list: A on introspection, C idle',
      (system) =>
        new (class extends MemoryFilter {
          override sync(wanted: WantedFilterState) {
            return super.sync({ ...wanted, unknown: wanted.active ? 'allow' : 'deny' });
          }
        })(system),
    ],
    [
      'keeps denying machines that are no longer enrolled',
      'is right after: B on introspection, A and C idle → discovery, A and C idle',
      (system) =>
        new (class extends MemoryFilter {
          seen = new Set<string>();
          override async sync(wanted: WantedFilterState) {
            for (const mac of [...wanted.denied, ...wanted.allowed]) this.seen.add(mac);
            const gone = [...this.seen].filter((mac) => !wanted.allowed.has(mac));
            return super.sync({ ...wanted, denied: new Set([...wanted.denied, ...gone]) });
          }
        })(system),
    ],
    [
      'writes everything each time',
      'changes nothing when nothing has changed',
      (system) =>
        new (class extends MemoryFilter {
          override async sync(wanted: WantedFilterState) {
            await super.sync(wanted);
            return { changes: wanted.allowed.size + wanted.denied.size + 1 };
          }
        })(system),
    ],
    [
      'never reports changes',
      'counts what it changes',
      (system) =>
        new (class extends MemoryFilter {
          override async sync(wanted: WantedFilterState) {
            await super.sync(wanted);
            return { changes: 0 };
          }
        })(system),
    ],
    [
      'refuses a second tear-down',
      'can be torn down twice and used again',
      (system) => {
        let torn = 0;
        return new (class extends MemoryFilter {
          override async tearDown() {
            torn++;
            if (torn === 2) throw new Error('gone already');
            await super.tearDown();
          }
        })(system);
      },
    ],
    [
      'cannot be torn down before it is initialised',
      'can be torn down without ever being initialised',
      (system) =>
        new (class extends MemoryFilter {
          ready = false;
          override init(wanted: WantedFilterState) {
            this.ready = true;
            return super.init(wanted);
          }
          override async tearDown() {
            if (!this.ready) throw new Error('not initialised');
          }
        })(system),
    ],
    [
      'believes its own memory instead of the system',
      'puts right what somebody else spoiled',
      (system) => {
        let last = '';
        return new (class extends MemoryFilter {
          override async sync(wanted: WantedFilterState) {
            const now = JSON.stringify([[...wanted.allowed], [...wanted.denied], wanted.unknown]);
            if (now === last) return { changes: 0 };
            last = now;
            return super.sync(wanted);
          }
          override async tearDown() {
            last = '';
            await super.tearDown();
          }
        })(system);
      },
    ],
    [
      'clears the system before it fills it again',
      'never serves a machine on the way that is denied before and after',
      (system) =>
        new (class extends MemoryFilter {
          override async sync(wanted: WantedFilterState) {
            const before = JSON.stringify([[...system.entries].sort(), system.others]);
            await super.tearDown();
            await new Promise(setImmediate);
            await super.sync(wanted);
            return {
              changes: before === JSON.stringify([[...system.entries].sort(), system.others]) ? 0 : 1,
            };
          }
        })(system),
    ],
    [
      'takes 100 machines at most',
      'handles 500 machines',
      (system) =>
        new (class extends MemoryFilter {
          override sync(wanted: WantedFilterState) {
            return super.sync({ ...wanted, denied: new Set([...wanted.denied].slice(0, 100)) });
          }
        })(system),
    ],
  ];
  for (const [what, title, make] of wrong) {
    it(`finds a driver that ${what}`, async () => {
      expect(await failuresWith(make)).to.include(title);
    });
  }

  describe('and drivers that say what machines get', () => {
    const telling = (inspect: (system: MemorySystem, mac: string) => unknown) => (system: MemorySystem) =>
      Object.assign(new MemoryFilter(system), {
        inspect: async (mac: string) => inspect(system, mac) as 'unknown',
      });
    const honest = 'says of machines what they get, or that it does not know';

    it('accepts one that is right, and one that does not know and says why', async () => {
      const right = telling((system, mac) => system.decision(mac));
      const unknowing = telling(() => ({ verdict: 'unknown', reason: 'It cannot be seen.' }));
      expect(await failuresWith(right)).to.deep.equal([]);
      expect(await failuresWith(unknowing)).to.deep.equal([]);
    });

    it('finds one that says allow because it wants to, and one that says unknown without a reason', async () => {
      expect(await failuresWith(telling(() => 'allow'))).to.include(honest);
      expect(await failuresWith(telling(() => ({ verdict: 'unknown' })))).to.include(honest);
    });

    it('finds one that goes on saying allow when it cannot look any more', async () => {
      const functions = await outcomesOf((each) =>
        pxeFilterSuite({
          ...each,
          create: async () => ({
            ...filterUnderTest(telling((system, mac) => system.decision(mac))),
            blind: async () => undefined,
          }),
        }),
      );
      expect(failuresOf(functions)).to.include('never says that a machine gets a lease when it cannot look');
    });
  });

  it('finds a driver that fails when initialised again', async () => {
    const failures = await failuresWith(
      (system) =>
        new (class extends MemoryFilter {
          initialised = false;
          override async init(wanted: WantedFilterState) {
            if (this.initialised) throw new Error('initialised already');
            this.initialised = true;
            await super.init(wanted);
          }
          override async tearDown() {
            this.initialised = false;
            await super.tearDown();
          }
        })(system),
    );
    expect(failures).to.include('can be initialised again');
  });

  it('accepts a driver that does nothing and says so', async () => {
    const nothing = {
      init: async () => undefined,
      sync: async () => ({ changes: 0 }),
      tearDown: async () => undefined,
    };
    expect(await failuresWith(() => ({ ...nothing, passive: true }))).to.deep.equal([]);
    expect(await failuresWith(() => nothing)).to.include('is right after the start: all idle');
  });

  it('finds a driver that says it does nothing but denies machines', async () => {
    const meddling = (system: MemorySystem) => Object.assign(new MemoryFilter(system), { passive: true });
    expect(await failuresWith(meddling)).to.include('is right after the start: all idle');
  });
});
