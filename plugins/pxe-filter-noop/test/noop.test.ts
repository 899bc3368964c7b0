import { expect } from 'chai';
import { createContext, packageSuite, pxeFilterSuite } from '@inspector/test-kit';
import noop from '../src/index.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });
pxeFilterSuite({
  describe,
  it,
  name: 'PXE filter noop',
  create: async () => ({
    driver: await noop.setup(createContext(noop)),
    // There is no system it could reach.
    observer: { decision: async () => 'unlisted' },
    cleanUp: async () => undefined,
  }),
});

describe('noop PXE filter', () => {
  it('asks for no ports and no synchronisation', async () => {
    const driver = await noop.setup(createContext(noop));
    expect(driver).to.include({ passive: true });
  });
});
