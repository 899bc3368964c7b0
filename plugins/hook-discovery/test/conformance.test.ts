import { nodeNotFoundSuite, packageSuite } from '@inspector/test-kit';
import enroll from '../src/index.js';
import { machine } from './machine.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });
nodeNotFoundSuite({ describe, it, definition: enroll, run: { data: machine(7) }, other: machine(8) });
nodeNotFoundSuite({
  describe,
  it,
  definition: enroll,
  run: { data: machine(7, { bmc_address: null, bmc_v6address: null }) },
  other: machine(8, { bmc_address: null, bmc_v6address: null }),
});
