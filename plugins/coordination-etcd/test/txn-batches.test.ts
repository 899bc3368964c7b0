import { InspectorError } from '@inspector/plugin-api';
import { expect } from 'chai';
import { EtcdRefusal } from '../src/etcd-error.js';
import type { Txn, TxnAnswer } from '../src/messages.js';
import { TxnBatches } from '../src/txn-batches.js';

/** A transaction that reads one key. */
const reading = (key: string): Txn => ({
  compare: [],
  success: [{ request_range: { key } }],
  failure: [],
});

/** The key that a transaction reads. */
const keyOf = ({ success: [step] }: Txn): string =>
  step !== undefined && 'request_range' in step ? step.request_range.key : '';

/** An etcd that answers a transaction when the test lets it. */
class SlowEtcd {
  readonly asked: { readonly body: Txn; readonly answer: (error?: Error) => void }[] = [];
  #heard: (() => void)[] = [];

  txn(body: Txn): Promise<TxnAnswer> {
    return new Promise((resolve, reject) => {
      const answer = (error?: Error): void => (error === undefined ? resolve(answerTo(body)) : reject(error));
      this.asked.push({ body, answer });
      for (const heard of this.#heard.splice(0)) heard();
    });
  }

  /** Resolves when so many transactions were asked for. */
  async until(count: number): Promise<void> {
    while (this.asked.length < count) await new Promise<void>((resolve) => this.#heard.push(resolve));
  }
}

const answerTo = (body: Txn): TxnAnswer => ({
  header: { revision: '7' },
  succeeded: true,
  responses: body.success.map((step) =>
    'request_txn' in step
      ? { response_txn: answerTo(step.request_txn) }
      : { response_range: { kvs: [{ key: keyOf(body) }] } },
  ),
});

const keyIn = ({ responses }: TxnAnswer): string | undefined => responses?.[0]?.response_range?.kvs?.[0]?.key;

describe('transactions of a process that has many of them', () => {
  let etcd: SlowEtcd;
  let batches: TxnBatches;
  beforeEach(() => {
    etcd = new SlowEtcd();
    batches = new TxnBatches(etcd);
  });

  const refusal = (): Error =>
    new InspectorError('INSP_COORDINATION_FAILED', 'refused', { cause: new EtcdRefusal(5, 'no such lease') });

  it('go at once where nothing is under way', async () => {
    const asked = batches.txn(reading('a'));
    expect(etcd.asked.map(({ body }) => body)).to.deep.equal([reading('a')]);
    etcd.asked[0]?.answer();
    expect(keyIn(await asked)).to.equal('a');
  });

  it('go together when what is under way is answered, and each gets its own answer', async () => {
    const all = ['a', 'b', 'c', 'd'].map((key) => batches.txn(reading(key)));
    etcd.asked[0]?.answer();
    await etcd.until(2);
    expect(etcd.asked[1]?.body.success).to.have.length(3);
    etcd.asked[1]?.answer();
    const answers = await Promise.all(all);
    expect(answers.map(keyIn)).to.deep.equal(['a', 'b', 'c', 'd']);
    expect(answers.map(({ header }) => header?.revision)).to.deep.equal(['7', '7', '7', '7']);
    expect(etcd.asked).to.have.length(2);
  });

  it('go at once where somebody waits for them, together with what waited before', async () => {
    const all = ['a', 'b'].map((key) => batches.txn(reading(key)));
    all.push(batches.txn(reading('c'), true));
    expect(etcd.asked).to.have.length(2);
    for (const { answer } of etcd.asked) answer();
    expect((await Promise.all(all)).map(keyIn)).to.deep.equal(['a', 'b', 'c']);
    expect(etcd.asked).to.have.length(2);
  });

  it('do not wait for a member that hangs', async () => {
    const all = ['a', 'b', 'c'].map((key) => batches.txn(reading(key)));
    await etcd.until(2);
    etcd.asked[1]?.answer();
    expect((await Promise.all(all.slice(1))).map(keyIn)).to.deep.equal(['b', 'c']);
    etcd.asked[0]?.answer();
    await all[0];
  });

  it('go in pieces that etcd takes', async () => {
    const keys = Array.from({ length: 250 }, (_, index) => String(index));
    const all = keys.map((key) => batches.txn(reading(key)));
    for (let answered = 0; answered < 4; answered++) {
      await etcd.until(answered + 1);
      etcd.asked[answered]?.answer();
    }
    expect((await Promise.all(all)).map(keyIn)).to.deep.equal(keys);
    expect(Math.max(...etcd.asked.map(({ body }) => body.success.length))).to.equal(100);
  });

  it('are refused each by itself', async () => {
    const all = ['a', 'b', 'c'].map((key) => batches.txn(reading(key)));
    etcd.asked[0]?.answer();
    await etcd.until(2);
    etcd.asked[1]?.answer(refusal());
    await etcd.until(4);
    const ends = Promise.allSettled(all);
    etcd.asked[2]?.answer(refusal());
    etcd.asked[3]?.answer();
    expect((await ends).map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('fail together where etcd does not answer', async () => {
    const all = ['a', 'b', 'c'].map((key) => batches.txn(reading(key)));
    const ends = Promise.allSettled(all);
    etcd.asked[0]?.answer();
    await etcd.until(2);
    etcd.asked[1]?.answer(new InspectorError('INSP_COORDINATION_FAILED', 'no answer'));
    expect((await ends).map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'rejected']);
    expect(etcd.asked).to.have.length(2);
  });
});
