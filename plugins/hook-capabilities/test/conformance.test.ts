import { expect } from 'chai';
import { hookSuite, packageSuite } from '@inspector/test-kit';
import capabilities from '../src/index.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });
hookSuite({
  describe,
  it,
  definition: capabilities,
  run: {
    data: { inventory: { cpu: { flags: ['vmx'] }, boot: { current_boot_mode: 'uefi' } } },
    options: { bootMode: true },
  },
});

describe('capabilities', () => {
  it('goes by the names of the hooks of Ironic that it does the work of', () => {
    expect(capabilities.aliases).to.have.members(['boot-mode', 'cpu-capabilities']);
  });
});
