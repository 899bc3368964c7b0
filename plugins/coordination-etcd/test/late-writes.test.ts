import { expect } from 'chai';
import { Claims } from '../src/claims.js';
import type { EtcdClient } from '../src/etcd-client.js';
import {
  decode,
  encode,
  type KeyValue,
  type Txn,
  type TxnAnswer,
  type WatchAnswer,
  type WatchEvent,
} from '../src/messages.js';
import { Mirror } from '../src/mirror.js';
import { machineClock, Session } from '../src/session.js';
import type { SessionKeeper } from '../src/session-keeper.js';

const PREFIX = '/inspector/';
const NODE = '30bd25b8-6e2f-4b4c-8a8e-3f1d8b3f0f5e';

/** The keys of an etcd, whose news and answers a test can hold up. */
class HeldEtcd {
  readonly keys = new Map<string, KeyValue>();
  /** Every transaction that was asked for. */
  readonly asked: Txn[] = [];
  /** Resolves when answers may arrive. */
  answers: Promise<void> = Promise.resolve();
  private revision = 10;
  private news: WatchEvent[] = [];
  private listen: () => void = () => undefined;
  private isTold = true;

  /** Carries a transaction out, whenever it was asked for. */
  carryOut({ compare, success, failure }: Txn): TxnAnswer {
    const under = (key: string, end?: string): KeyValue[] =>
      [...this.keys.values()].filter((kv) => {
        const name = decode(kv.key);
        return end === undefined ? kv.key === key : name >= decode(key) && name < decode(end);
      });
    const succeeded = compare.every(({ key, range_end: end }) => under(key, end).length === 0);
    const responses: { response_range?: { kvs: KeyValue[] }; response_txn?: TxnAnswer }[] = [];
    for (const step of succeeded ? success : failure) {
      if ('request_range' in step) {
        responses.push({
          response_range: { kvs: under(step.request_range.key, step.request_range.range_end) },
        });
        continue;
      }
      if ('request_txn' in step) {
        responses.push({ response_txn: this.carryOut(step.request_txn) });
        continue;
      }
      responses.push({});
      if ('request_put' in step) this.write(step.request_put);
      else if (this.keys.delete(step.request_delete_range.key)) {
        const kv = { key: step.request_delete_range.key, mod_revision: String(++this.revision) };
        this.news.push({ type: 'DELETE', kv });
      }
    }
    if (this.isTold) this.listen();
    return { header: { revision: String(this.revision) }, ...(succeeded && { succeeded }), responses };
  }

  /** Tells nobody what changes, until it is told all at once. */
  hold(): void {
    this.isTold = false;
  }

  tell(): void {
    this.isTold = true;
    this.listen();
  }

  /** What of a client is used here. */
  get client(): EtcdClient {
    const { keys, asked } = this;
    const client: Pick<EtcdClient, 'range' | 'txn' | 'watch'> = {
      range: () => Promise.resolve({ header: { revision: String(this.revision) }, kvs: [...keys.values()] }),
      txn: async (body) => {
        asked.push(body);
        const answer = this.carryOut(body);
        await this.answers;
        return answer;
      },
      watch: () => this.watch(),
    };
    return client as EtcdClient;
  }

  private async *watch(): AsyncGenerator<WatchAnswer> {
    for (;;) {
      if (this.news.length === 0 || !this.isTold)
        await new Promise<void>((resolve) => (this.listen = resolve));
      const events = this.news;
      this.news = [];
      if (events.length > 0) yield { events };
    }
  }

  private write({ key, value }: { readonly key: string; readonly value: string }): void {
    const revision = String(++this.revision);
    const kv = { key, value, create_revision: revision, mod_revision: revision };
    this.keys.set(key, kv);
    this.news.push({ kv });
  }
}

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

  /** Holds up all answers, until what it returns is called. */
  const holdAnswers = (): (() => void) => {
    let answer: () => void = () => undefined;
    etcd.answers = new Promise((resolve) => (answer = resolve));
    return answer;
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
    const answer = holdAnswers();
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
    const answer = holdAnswers();
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
