import { expect } from 'chai';
import { startFakeIronicProcess } from '@inspector/simulator';

const UUID = '5d1b6ad4-0d1c-4b2b-8f4e-6a0b8a4d7e51';

describe('fake Ironic in a process of its own', () => {
  it('serves, counts its CPU time and ends', async () => {
    const fake = await startFakeIronicProcess({ nodes: [{ uuid: UUID }] });
    try {
      expect((await fetch(`${fake.url}/v1/nodes/${UUID}`)).status).to.equal(200);
      const usage = await fake.usage();
      expect(usage.requests).to.equal(1);
      expect(usage.cpuSeconds).to.be.within(0.001, 60);
    } finally {
      await fake.close();
    }
    expect(() => process.kill(fake.pid, 0)).to.throw('ESRCH');
    await fake.close();
  });
});
