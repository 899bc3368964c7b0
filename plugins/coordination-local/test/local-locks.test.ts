import { expect } from 'chai';
import { LocalLocks } from '../src/local-locks.js';

const NODE = '8a2f4d2c-3b1e-4c57-9d0a-5f6e7a8b9c0d';
const OTHER = '0d9c8b7a-6e5f-4a0d-957c-1e3b2c4d2f8a';

describe('locks inside one process', () => {
  it('pass to the one who waits, also when the first holder releases twice', async () => {
    const locks = new LocalLocks();
    const first = await locks.acquire(NODE);
    const second = locks.acquire(NODE);
    await first.release();
    await second;
    await first.release();

    expect(await locks.tryAcquire(NODE)).to.equal(undefined);
  });

  it('remember nothing of nodes nobody uses', async () => {
    const locks = new LocalLocks();
    const held = await Promise.all([NODE, OTHER].map((uuid) => locks.acquire(uuid)));
    const waiting = locks.acquire(NODE);
    expect(locks.size).to.equal(2);

    await Promise.all(held.map((lock) => lock.release()));
    await (await waiting).release();

    expect(locks.size).to.equal(0);
  });
});
