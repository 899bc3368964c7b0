import { hookSuite } from '@inspector/test-kit';
import extraHardware from '../src/index.js';

hookSuite({
  describe,
  it,
  before,
  after,
  definition: extraHardware,
  run: { data: { data: [['disk', 'sda', 'size', '480']] } },
});
