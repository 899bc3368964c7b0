import { hookSuite, packageSuite } from '@inspector/test-kit';
import pciDevices from '../src/index.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });
hookSuite({
  describe,
  it,
  definition: pciDevices,
  run: {
    data: { pci_devices: [{ vendor_id: '10de', product_id: '1db4' }] },
    options: { alias: [{ vendor_id: '10de', product_id: '1db4', name: 'gpu' }] },
  },
});
