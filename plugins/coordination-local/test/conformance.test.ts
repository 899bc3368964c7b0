import { coordinationSuite, createContext, packageSuite } from '@inspector/test-kit';
import local from '../src/index.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });
coordinationSuite({
  describe,
  it,
  name: 'coordination local',
  create: async () => ({
    coordinator: await local.setup(createContext(local)),
    cleanUp: async () => undefined,
  }),
});
