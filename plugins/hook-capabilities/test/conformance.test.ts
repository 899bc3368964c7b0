import { hookSuite } from '@inspector/test-kit';
import capabilities from '../src/index.js';

hookSuite({
  describe,
  it,
  before,
  after,
  definition: capabilities,
  run: {
    data: { inventory: { cpu: { flags: ['vmx'] }, boot: { current_boot_mode: 'uefi' } } },
    options: { bootMode: true },
  },
});
