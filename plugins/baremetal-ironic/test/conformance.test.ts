import { bareMetalSuite, createContext, packageSuite, startFakeIronic } from '@inspector/test-kit';
import ironic from '../src/index.js';
import type { IronicOptions } from '../src/options.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });
bareMetalSuite({
  describe,
  it,
  name: 'Ironic',
  async create() {
    const service = await startFakeIronic({ pageLimit: 10 });
    const options = { endpointOverride: service.url, retryInterval: 0, connectRetryDelay: 0 };
    const once = (fault: Parameters<typeof service.fail>[0]) => async (node: string) =>
      void service.fail({ ...fault, match: { node }, times: 1 });
    return {
      baremetal: await ironic.setup(createContext<IronicOptions>(ironic, { options })),
      nodeFields: { driver: 'fake-hardware' },
      observer: {
        bootDevice: async (uuid) => service.hardware(uuid).bootDevice,
        powerState: async (uuid) => service.node(uuid).power_state ?? 'unknown',
        traits: async (uuid) => service.node(uuid).traits,
      },
      spoilPower: async (uuid) =>
        void (service.hardware(uuid).validation['power'] = { result: false, reason: 'no BMC address' }),
      trouble: [
        { name: 'the node is locked', inflict: once({ status: 409, text: 'Node is locked by host a' }) },
        { name: 'the service is starting', inflict: once({ status: 503 }) },
        { name: 'the connection is cut', inflict: once({ status: 'drop' }) },
      ],
      breakListing: async () => void service.fail({ match: { path: 'marker=' }, status: 500 }),
      breakIt: () => service.close(),
      cleanUp: () => service.close(),
    };
  },
});
