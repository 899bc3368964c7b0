import { expect } from 'chai';
import { Claims } from '../src/claims.js';
import { decode, encode, type Txn } from '../src/messages.js';
import { Mirror } from '../src/mirror.js';
import { machineClock, Session } from '../src/session.js';
import type { SessionKeeper } from '../src/session-keeper.js';
import { HeldEtcd } from './held-etcd.js';

const PREFIX = '/inspector/';
const NODE = '30bd25b8-6e2f-4b4c-8a8e-3f1d8b3f0f5e';

describe('a claim that etcd writes once more after its end, because it was asked twice', () => {
  let etcd: HeldEtcd;
  let claims: Claims;
  let mirror: Mirror;
  beforeEach(async () => {
    etcd = new HeldEtcd();
    const now = { steady: performance.now(), ofDay: Date.now() };
    const session = new Session('one', '7', 60_000, machineClock, now);
    const keeper = { ready: () => Promise.resolve(session), current: session } as unknown as SessionKeeper;
    mirror = new Mirror(etcd.client, PREFIX);
    claims = new Claims({ client: etcd.client, keeper, mirror, prefix: PREFIX, holder: 'test' });
    const read = new Promise<void>((resolve) => mirror.onChange(() => resolve()));
    mirror.start();
    await read;
  });

  /** What a member of etcd did not do when it was asked first. */
  const late = (): Txn => etcd.asked.find(({ success }) => success.some((step) => 'request_put' in step))!;

  /** Resolves when everything that happened was heard of, and answered. */
  const rest = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  };

  /** Has another process claim the node, or end that. */
  const theirs = `${PREFIX}leases/${NODE}/other.1`;
  const other = (does: 'claim' | 'release'): void => {
    const key = encode(theirs);
    const put = { request_put: { key, value: encode('other') } };
    const remove = { request_delete_range: { key } };
    etcd.carryOut({ compare: [], success: [does === 'claim' ? put : remove], failure: [] });
  };

  const expectFree = async (): Promise<void> => {
    await rest();
    expect([...etcd.keys.keys()].map(decode)).to.deep.equal([]);
    const lease = await claims.tryAcquire(NODE);
    expect(lease).not.to.equal(undefined);
    await lease?.release();
  };

  it('is deleted, when it comes after everything else', async () => {
    await (await claims.tryAcquire(NODE))?.release();
    await rest();
    etcd.carryOut(late());
    await expectFree();
  });

  it('is deleted, when this process hears of its end and of it at once', async () => {
    const lease = await claims.tryAcquire(NODE);
    await rest();
    etcd.hold();
    await lease?.release();
    etcd.carryOut(late());
    etcd.tell();
    await expectFree();
  });

  it('is deleted, when this process hears of it before the answer to the deletion', async () => {
    const lease = await claims.tryAcquire(NODE);
    await rest();
    const answer = etcd.holdAnswers();
    const released = lease?.release();
    await rest();
    etcd.carryOut(late());
    await rest();
    answer();
    await released;
    await expectFree();
  });

  it('is deleted, when this process hears of it before the answer by which it has no claim', async () => {
    other('claim');
    const answer = etcd.holdAnswers();
    const refused = claims.tryAcquire(NODE);
    await rest();
    other('release');
    etcd.carryOut(late());
    await rest();
    answer();
    expect(await refused).to.equal(undefined);
    await expectFree();
  });

  it('does not end the claim of another process that came meanwhile', async () => {
    await (await claims.tryAcquire(NODE))?.release();
    other('claim');
    etcd.carryOut(late());
    await rest();
    expect([...etcd.keys.keys()].map(decode)).to.deep.equal([theirs]);
    expect(await claims.tryAcquire(NODE)).to.equal(undefined);
  });
});
