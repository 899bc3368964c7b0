import { expect } from 'chai';
import { LocalLocks } from '../src/local-locks.js';

const NODE = '8a2f4d2c-3b1e-4c57-9d0a-5f6e7a8b9c0d';
const OTHER = '0d9c8b7a-6e5f-4a0d-957c-1e3b2c4d2f8a';

describe('locks inside one process', () => {
  it('lets one user at a time work on a node', async () => {
    const locks = new LocalLocks();
    let inside = 0;
    let most = 0;
    const work = async () => {
      const lock = await locks.acquire(NODE);
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      await lock.release();
    };

    await Promise.all(Array.from({ length: 20 }, work));

    expect(most).to.equal(1);
  });

  it('serves those who wait in the order in which they came', async () => {
    const locks = new LocalLocks();
    const order: number[] = [];
    const first = await locks.acquire(NODE);
    const work = async (turn: number) => {
      const lock = await locks.acquire(NODE);
      order.push(turn);
      await lock.release();
    };
    const others = [1, 2, 3, 4, 5].map(work);

    await first.release();
    await Promise.all(others);

    expect(order).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('says no at once to who does not want to wait', async () => {
    const locks = new LocalLocks();
    const lock = await locks.acquire(NODE);

    expect(await locks.tryAcquire(NODE)).to.equal(undefined);
    await lock.release();
    expect(await locks.tryAcquire(NODE)).to.not.equal(undefined);
  });

  it('does not let anybody slip in before those who wait', async () => {
    const locks = new LocalLocks();
    const first = await locks.acquire(NODE);
    const waiting = locks.acquire(NODE);
    await first.release();

    expect(await locks.tryAcquire(NODE)).to.equal(undefined);
    await (await waiting).release();
  });

  it('keeps nodes apart', async () => {
    const locks = new LocalLocks();
    await locks.acquire(NODE);

    expect(await locks.tryAcquire(OTHER)).to.not.equal(undefined);
  });

  it('does not free the lock of the next user when one is released twice', async () => {
    const locks = new LocalLocks();
    const first = await locks.acquire(NODE);
    const second = locks.acquire(NODE);
    await first.release();
    await second;
    await first.release();

    expect(await locks.tryAcquire(NODE)).to.equal(undefined);
  });

  it('remembers nothing of nodes nobody uses', async () => {
    const locks = new LocalLocks();
    const held = await Promise.all([NODE, OTHER].map((uuid) => locks.acquire(uuid)));
    const waiting = locks.acquire(NODE);
    expect(locks.size).to.equal(2);

    await Promise.all(held.map((lock) => lock.release()));
    await (await waiting).release();

    expect(locks.size).to.equal(0);
  });
});
