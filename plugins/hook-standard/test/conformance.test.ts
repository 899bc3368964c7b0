import { hookSuite } from '@inspector/test-kit';
import ramdiskError from '../src/ramdisk-error.js';
import rootDiskSelection from '../src/root-disk-selection.js';
import scheduler from '../src/scheduler.js';
import validateInterfaces from '../src/validate-interfaces.js';
import { payload } from './payload.js';

const hints = { root_device: { size: '> 1', rotational: false }, skip_block_devices: [{ name: 'sdz' }] };
const data = payload({ disks: [{ name: 'sda', size: 5 * 2 ** 30, rotational: false }] });

hookSuite({ describe, it, before, after, definition: ramdiskError, run: { data } });
hookSuite({
  describe,
  it,
  before,
  after,
  definition: rootDiskSelection,
  run: { data, node: { properties: hints } },
});
hookSuite({ describe, it, before, after, definition: scheduler, run: { data } });
hookSuite({ describe, it, before, after, definition: validateInterfaces, run: { data } });
