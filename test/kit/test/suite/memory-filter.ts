import type { FilterSyncResult, PxeFilterDriver, WantedFilterState } from '@inspector/plugin-api';
import type { Decision, PxeFilterUnderTest } from '../../src/index.js';

/** The system a driver in memory governs: one entry per MAC and a rule for all others. */
export class MemorySystem {
  readonly entries = new Map<string, 'allow' | 'deny'>();
  others: Decision = 'unlisted';

  decision(mac: string): Decision {
    return this.entries.get(mac) ?? this.others;
  }
}

/** A correct driver over a system in memory; tests spoil it. */
export class MemoryFilter implements PxeFilterDriver {
  readonly system: MemorySystem;

  constructor(system: MemorySystem) {
    this.system = system;
  }

  async init(wanted: WantedFilterState): Promise<void> {
    await this.sync(wanted);
  }

  async sync(wanted: WantedFilterState): Promise<FilterSyncResult> {
    let changes = 0;
    const set = (mac: string, decision: 'allow' | 'deny'): void => {
      if (this.system.entries.get(mac) === decision) return;
      this.system.entries.set(mac, decision);
      changes++;
    };
    if (this.system.others !== wanted.unknown) {
      this.system.others = wanted.unknown;
      changes++;
    }
    for (const mac of wanted.denied) set(mac, 'deny');
    for (const mac of wanted.allowed) set(mac, 'allow');
    for (const mac of [...this.system.entries.keys()]) {
      if (wanted.allowed.has(mac) || wanted.denied.has(mac)) continue;
      this.system.entries.delete(mac);
      changes++;
    }
    return { changes };
  }

  async tearDown(): Promise<void> {
    this.system.entries.clear();
    this.system.others = 'unlisted';
  }
}

/** Puts a driver under test on a system of its own, with somebody who empties it. */
export function filterUnderTest(make: (system: MemorySystem) => PxeFilterDriver): PxeFilterUnderTest {
  const system = new MemorySystem();
  return {
    driver: make(system),
    observer: { decision: async (mac) => system.decision(mac) },
    watchable: true,
    damage: [
      {
        name: 'entries removed',
        inflict: async () => {
          system.entries.clear();
          system.others = 'unlisted';
        },
      },
      {
        name: 'entries turned round',
        inflict: async () => {
          for (const [mac, decision] of system.entries)
            system.entries.set(mac, decision === 'deny' ? 'allow' : 'deny');
        },
      },
    ],
    cleanUp: async () => undefined,
  };
}
