import { packageSuite, pxeFilterSuite } from '@inspector/test-kit';
import { IptablesFilter } from '../src/iptables-filter.js';
import { createPacketFilter } from '../src/programs.js';
import { FakeIptables } from './fake-iptables.js';

const ignore = () => {};
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const HOOK = 'INPUT -i br0 -p udp --dport 67 -j insp';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });

for (const restores of [true, false]) {
  pxeFilterSuite({
    describe,
    it,
    name: restores ? 'iptables' : 'iptables, one command per rule',
    async create() {
      let interfaces = true;
      const fake = new FakeIptables();
      if (!restores) fake.restoreFailure = { status: 99 };
      const filter = createPacketFilter({
        programs: { single: 'iptables', restore: 'iptables-restore' },
        helper: [],
        timeout: 60,
        run: fake.run,
        log,
      });
      const subject = { chain: 'insp', temporary: 'insp_temp', networkInterface: 'br0', port: 67 } as const;
      return {
        driver: new IptablesFilter({
          filter,
          subject,
          log,
          tools: { program: 'iptables', helper: [] },
          interfaceExists: () => interfaces,
        }),
        observer: { decision: async (mac) => (fake.isOpen(mac) ? 'allow' : 'deny') },
        watchable: true,
        damage: [
          { name: 'the hook deleted', inflict: async () => fake.byHand(`-D ${HOOK}`) },
          { name: 'the hook doubled', inflict: async () => fake.byHand(`-I ${HOOK}`) },
          { name: 'the chain emptied', inflict: async () => fake.byHand('-F insp') },
          { name: 'everybody accepted', inflict: async () => fake.byHand('-I insp -j ACCEPT') },
        ],
        blind: async () => {
          interfaces = false;
        },
        cleanUp: async () => {},
      };
    },
  });
}
