import { expect } from 'chai';
import { LocalLeases } from '../src/local-leases.js';

const NODE = '8a2f4d2c-3b1e-4c57-9d0a-5f6e7a8b9c0d';
const OTHER = '0d9c8b7a-6e5f-4a0d-957c-1e3b2c4d2f8a';

describe('leases inside one process', () => {
  it('pass to the one who waits, also when the first holder releases twice', async () => {
    const leases = new LocalLeases();
    const first = await leases.acquire(NODE);
    const second = leases.acquire(NODE);
    await first.release();
    await second;
    await first.release();

    expect(await leases.tryAcquire(NODE)).to.equal(undefined);
  });

  it('remember nothing of nodes nobody uses', async () => {
    const leases = new LocalLeases();
    const held = await Promise.all([NODE, OTHER].map((uuid) => leases.acquire(uuid)));
    const waiting = leases.acquire(NODE);
    expect(leases.size).to.equal(2);

    await Promise.all(held.map((lease) => lease.release()));
    await (await waiting).release();

    expect(leases.size).to.equal(0);
  });
});
