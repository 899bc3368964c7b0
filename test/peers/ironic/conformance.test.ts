import ironic from '@inspector/baremetal-ironic/index.js';
import { bareMetalSuite, createContext } from '@inspector/test-kit';
import { describePeer } from '../peer.js';
import { IRONIC_PROGRAMS, startIronic, type Ironic } from '../servers/ironic.js';

describePeer('the suite of bare metal services against the real Ironic', IRONIC_PROGRAMS, function () {
  this.timeout(120_000);
  let service: Ironic;
  before(async () => {
    service = await startIronic();
  });
  after(() => service.stop());

  bareMetalSuite({
    describe,
    it,
    name: 'real Ironic',
    async create() {
      const options = { endpointOverride: service.url, maxRetries: 100, retryInterval: 0.1 };
      const baremetal = await ironic.setup(createContext(ironic, { options }));
      return {
        baremetal,
        nodeFields: { driver: 'fake-hardware' },
        observer: {
          traits: async (uuid) => (await baremetal.getNode(uuid, ['traits']))['traits'] as string[],
        },
        cleanUp: async () => undefined,
      };
    },
  });
});
