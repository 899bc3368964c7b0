import { expect } from 'chai';
import { Bench } from './harness.js';

describe('an option no plugin knows', () => {
  const GROUPS = ['accelerators', 'capabilities', 'extraHardware', 'pciDevices', 'portPhysnet', 'discovery'];

  it('stops the start, whichever hook it was meant for', async () => {
    const misspelt = Object.fromEntries(GROUPS.map((group) => [group, { noSuchOption: 1 }]));
    const processing = {
      processingHooks: [
        '$default_processing_hooks',
        ...['accelerators', 'extra_hardware', 'physnet_cidr_map'],
      ],
      nodeNotFoundHook: 'enroll',
    };
    const error: unknown = await Bench.start({ processing, ...misspelt }).then(
      async (bench) => bench.close(),
      (reason: unknown) => reason,
    );
    expect(error).to.be.an('error');
    for (const group of GROUPS) expect(String(error)).to.include(`${group}.noSuchOption`);
  });
});
