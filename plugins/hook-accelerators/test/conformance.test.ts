import { hookSuite, packageSuite } from '@inspector/test-kit';
import accelerators from '../src/index.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });
hookSuite({
  describe,
  it,
  definition: accelerators,
  run: { data: { pci_devices: [{ vendor_id: '10de', product_id: '1eb8', bus: '0000:3b:00.0' }] } },
});
