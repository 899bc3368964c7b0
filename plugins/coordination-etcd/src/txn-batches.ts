import type { EtcdClient } from './etcd-client.js';
import { EtcdRefusal } from './etcd-error.js';
import type { Txn, TxnAnswer } from './messages.js';

/** Transactions in one; etcd takes 128 unless told otherwise (`--max-txn-ops`). */
const MOST = 100;

/** Milliseconds that a transaction waits for those under way at most: a member may hang, and time is limited. */
const LONGEST_WAIT = 20;

interface Waiting {
  readonly body: Txn;
  readonly resolve: (answer: TxnAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Transactions that have nothing to do with each other. Those that are asked for while others are under way go together, as
 * parts of one: a request costs etcd and both sides far more than what is in it.
 */
export class TxnBatches {
  #waiting: Waiting[] = [];
  #underWay = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly client: Pick<EtcdClient, 'txn'>) {}

  /**
   * Compares and changes keys in one transaction. No key may be written by two that are under way.
   *
   * @param urgent - whether a lease is free until it is done: it goes at once, and takes with it what waits here
   * @throws as `EtcdClient.txn`
   */
  txn(body: Txn, urgent = false): Promise<TxnAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ body, resolve, reject });
      if (urgent || this.#underWay === 0 || this.#waiting.length === MOST) void this.#send();
      else this.#timer ??= setTimeout(() => void this.#send(), LONGEST_WAIT);
    });
  }

  async #send(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#underWay++;
    await this.#carryOut(batch);
    this.#underWay--;
    if (this.#underWay === 0 && this.#waiting.length > 0) void this.#send();
  }

  async #carryOut(batch: readonly Waiting[]): Promise<void> {
    const [only, ...others] = batch;
    if (only !== undefined && others.length === 0) return this.#alone(only);
    try {
      const success = batch.map(({ body }) => ({ request_txn: body }));
      const { header, responses } = await this.client.txn({ compare: [], success, failure: [] });
      for (const [index, { resolve }] of batch.entries()) {
        resolve({ ...responses?.[index]?.response_txn, ...(header && { header }) });
      }
    } catch (error) {
      // One that etcd refuses is no reason to refuse the others.
      if (isRefusal(error)) await Promise.all(batch.map((one) => this.#alone(one)));
      else for (const { reject } of batch) reject(error);
    }
  }

  async #alone({ body, resolve, reject }: Waiting): Promise<void> {
    await this.client.txn(body).then(resolve, reject);
  }
}

const isRefusal = (error: unknown): boolean => error instanceof Error && error.cause instanceof EtcdRefusal;
