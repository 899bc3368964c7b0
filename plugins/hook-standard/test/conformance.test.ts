import { expect } from 'chai';
import { hookSuite, packageSuite } from '@inspector/test-kit';
import ramdiskError from '../src/ramdisk-error.js';
import rootDiskSelection from '../src/root-disk-selection.js';
import scheduler from '../src/scheduler.js';
import validateInterfaces from '../src/validate-interfaces.js';
import { payload } from './payload.js';

const hints = { root_device: { size: '> 1', rotational: false }, skip_block_devices: [{ name: 'sdz' }] };
const data = payload({ disks: [{ name: 'sda', size: 5 * 2 ** 30, rotational: false }] });

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });
hookSuite({ describe, it, definition: ramdiskError, run: { data } });
hookSuite({
  describe,
  it,
  definition: rootDiskSelection,
  run: { data, node: { properties: hints } },
});
hookSuite({ describe, it, definition: scheduler, run: { data } });
hookSuite({ describe, it, definition: validateInterfaces, run: { data } });

describe('the standard hooks', () => {
  it('go by the names of the hooks of Ironic that they do the work of', () => {
    expect(ramdiskError.aliases ?? []).to.deep.equal([]);
    expect(rootDiskSelection.aliases).to.deep.equal(['root-device']);
    expect(scheduler.aliases).to.have.members(['architecture', 'memory']);
    expect(validateInterfaces.aliases).to.deep.equal(['ports']);
  });
});
