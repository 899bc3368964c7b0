import { expect } from 'chai';
import sinon from 'sinon';
import { Claims } from '../src/claims.js';
import { encode, type Txn } from '../src/messages.js';
import { Mirror } from '../src/mirror.js';
import { machineClock, Session } from '../src/session.js';
import type { SessionKeeper } from '../src/session-keeper.js';
import { HeldEtcd } from './held-etcd.js';

const PREFIX = '/inspector/';
const NODE = '30bd25b8-6e2f-4b4c-8a8e-3f1d8b3f0f5e';
const OTHER_NODE = '8a1f3c52-9d0e-4f77-9c41-6a2b7e5d1c08';

describe('a lease that somebody waits for, while etcd has not answered something else', () => {
  let etcd: HeldEtcd;
  let claims: Claims;
  let clock: sinon.SinonFakeTimers;
  let answer: () => void = () => undefined;
  beforeEach(async () => {
    // Time stands still: what waits for the next batch waits for ever.
    clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    etcd = new HeldEtcd();
    const now = { steady: performance.now(), ofDay: Date.now() };
    const session = new Session('one', '7', 60_000, machineClock, now);
    const keeper = { ready: () => Promise.resolve(session), current: session } as unknown as SessionKeeper;
    const mirror = new Mirror(etcd.client, PREFIX);
    claims = new Claims({ client: etcd.client, keeper, mirror, prefix: PREFIX, holder: 'test' });
    const read = new Promise<void>((resolve) => mirror.onChange(() => resolve()));
    mirror.start();
    await read;
  });
  afterEach(() => {
    answer();
    clock.restore();
  });

  /** Resolves when everything that happened was heard of. */
  const rest = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  };

  /** Asks for something that is not answered. */
  const keepBusy = async (): Promise<void> => {
    answer = etcd.holdAnswers();
    void claims.acquire(OTHER_NODE);
    await rest();
  };

  const theirs = encode(`${PREFIX}leases/${NODE}/other.1`);
  const put: Txn = {
    compare: [],
    success: [{ request_put: { key: theirs, value: encode('other') } }],
    failure: [],
  };
  const end: Txn = { compare: [], success: [{ request_delete_range: { key: theirs } }], failure: [] };

  it('is released at once', async () => {
    const lease = await claims.acquire(NODE);
    etcd.carryOut(put);
    await keepBusy();
    const before = etcd.keys.size;
    void lease.release();
    await rest();
    expect(etcd.keys.size).to.equal(before - 1);
  });

  it('is released with others where nobody waits for it', async () => {
    const lease = await claims.acquire(NODE);
    await keepBusy();
    const before = etcd.keys.size;
    void lease.release();
    await rest();
    expect(etcd.keys.size).to.equal(before);
    clock.tick(20);
    await rest();
    expect(etcd.keys.size).to.equal(before - 1);
  });

  it('is taken at once', async () => {
    etcd.carryOut(put);
    void claims.acquire(NODE);
    await rest();
    await keepBusy();
    const before = etcd.asked.length;
    etcd.carryOut(end);
    await rest();
    expect(etcd.asked.length).to.equal(before + 1);
  });
});
