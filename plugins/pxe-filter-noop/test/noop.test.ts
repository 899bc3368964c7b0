import { expect } from 'chai';
import noop from '../src/index.js';

const NOTHING_ENROLLED = {
  allowed: new Set<string>(),
  denied: new Set<string>(),
  unknown: 'allow',
  active: true,
  denyUnknownMacs: false,
} as const;

describe('noop PXE filter', () => {
  it('asks for no ports and no periodic synchronisation, and changes nothing', async () => {
    const driver = await noop.setup({} as Parameters<typeof noop.setup>[0]);
    expect(driver).to.include({ passive: true, periodic: false });
    await driver.init(NOTHING_ENROLLED);
    expect(await driver.sync(NOTHING_ENROLLED)).to.deep.equal({ changes: 0 });
    await driver.tearDown();
  });
});
