import { describePeer } from '../peer.js';
import { IRONIC_INSPECTOR_PROGRAMS } from '../servers/ironic-inspector.js';
import { KEYSTONE_COMMANDS, startKeystone } from '../servers/keystone.js';
import { IRONIC_PROGRAMS } from '../servers/ironic.js';
import { SWIFT_COMMANDS } from '../servers/swift.js';
import { faultsSuite } from './faults.suite.js';
import { guideSuite } from './guide.suite.js';
import { KeystonePeople } from './keystone-people.js';
import type { Identity } from './identity.js';
import { loginsSuite } from './logins.suite.js';
import { outageSuite } from './outage.suite.js';
import { personasSuite } from './personas.suite.js';
import { referenceSuite } from './reference.suite.js';
import { rightsSuite } from './rights.suite.js';
import { servicesSuite } from './services.suite.js';
import { tokensSuite } from './tokens.suite.js';

// One Keystone for all: it takes longer to start than to ask.
describePeer(
  'callers with tokens of a real Keystone',
  [
    ...[...KEYSTONE_COMMANDS, ...IRONIC_INSPECTOR_PROGRAMS, ...IRONIC_PROGRAMS, ...SWIFT_COMMANDS],
    ...['/usr/bin/openstack', '/usr/bin/python3', '/usr/bin/curl', '/usr/bin/openssl'],
  ],
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

    faultsSuite(identity);
    guideSuite(identity);
    loginsSuite(identity);
    outageSuite(identity);
    personasSuite(identity);
    referenceSuite(identity);
    rightsSuite(identity);
    servicesSuite(identity);
    tokensSuite(identity);
  },
);
