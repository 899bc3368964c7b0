import { hookSuite, packageSuite } from '@inspector/test-kit';
import extraHardware from '../src/index.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });
hookSuite({
  describe,
  it,
  definition: extraHardware,
  run: { data: { data: [['disk', 'sda', 'size', '480']] } },
});
