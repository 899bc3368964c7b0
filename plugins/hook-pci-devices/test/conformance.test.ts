import { hookSuite } from '@inspector/test-kit';
import pciDevices from '../src/index.js';

hookSuite({
  describe,
  it,
  before,
  after,
  definition: pciDevices,
  run: {
    data: { pci_devices: [{ vendor_id: '10de', product_id: '1db4' }] },
    options: { alias: [{ vendor_id: '10de', product_id: '1db4', name: 'gpu' }] },
  },
});
