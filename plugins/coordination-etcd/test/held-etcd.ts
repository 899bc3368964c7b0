import type { EtcdClient } from '../src/etcd-client.js';
import {
  decode,
  type KeyValue,
  type Txn,
  type TxnAnswer,
  type WatchAnswer,
  type WatchEvent,
} from '../src/messages.js';

/** The keys of an etcd, whose news and answers a test can hold up. */
export class HeldEtcd {
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

  /** Holds up all answers, until what it returns is called. */
  holdAnswers(): () => void {
    let answer: () => void = () => undefined;
    this.answers = new Promise((resolve) => (answer = resolve));
    return answer;
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
