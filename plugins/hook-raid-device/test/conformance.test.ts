import { hookSuite, packageSuite } from '@inspector/test-kit';
import raidDevice from '../src/index.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });
hookSuite({
  describe,
  it,
  definition: raidDevice,
  run: {
    data: { inventory: { disks: [{ serial: 'a' }, { serial: 'b' }] } },
    node: { extra: { block_devices: { serials: ['a'] } } },
  },
});
