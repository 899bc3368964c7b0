import { describePeer } from '../peer.js';
import { IRONIC_INSPECTOR_PROGRAMS } from '../servers/ironic-inspector.js';
import { KEYSTONE_COMMANDS, startKeystone } from '../servers/keystone.js';
import { KeystonePeople } from './keystone-people.js';
import type { Identity } from './identity.js';
import { personasSuite } from './personas.suite.js';
import { referenceSuite } from './reference.suite.js';
import { tokensSuite } from './tokens.suite.js';

// One Keystone for all: it takes longer to start than to ask.
describePeer(
  'callers with tokens of a real Keystone',
  [...KEYSTONE_COMMANDS, ...IRONIC_INSPECTOR_PROGRAMS],
  function () {
    this.timeout(180_000);
    let started: Identity | undefined;
    before(async () => {
      const keystone = await startKeystone();
      started = { keystone, people: await KeystonePeople.of(keystone) };
    });
    after(() => started?.keystone.stop());
    const identity = (): Identity => {
      if (started === undefined) throw new Error('Keystone has not started');
      return started;
    };

    personasSuite(identity);
    referenceSuite(identity);
    tokensSuite(identity);
  },
);
