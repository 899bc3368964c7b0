import { type AcquireOptions, InspectorError, type Lease, thrownText } from '@inspector/plugin-api';
import { Claim } from './claim.js';
import { type EtcdClient, isRefused } from './etcd-client.js';
import { GRPC } from './etcd-error.js';
import { InOrder } from './in-order.js';
import {
  type Compare,
  decode,
  encode,
  isFree,
  keysUnder,
  type Step,
  type Txn,
  type TxnAnswer,
} from './messages.js';
import { type ChangeListener, type Entry, folderOf, type Mirror } from './mirror.js';
import { remove } from './removal.js';
import type { Session } from './session.js';
import { ENDED, type SessionKeeper } from './session-keeper.js';
import { TxnBatches } from './txn-batches.js';

/** Folder of the keys of all leases. */
const LEASES = 'leases/';

/** What {@link Claims} work with. */
export interface ClaimsOptions {
  readonly client: EtcdClient;
  readonly keeper: SessionKeeper;
  readonly mirror: Mirror;
  /** Beginning of all keys. */
  readonly prefix: string;
  /** What the keys of this process say about it, for operators. */
  readonly holder: string;
}

/**
 * The leases of this process. Every claim is a key in the folder of its node; the one that came to be first has the lease,
 * and its create revision is the fence. Who waits learns from the mirror that those before it are gone.
 */
export class Claims {
  readonly #claims = new Map<string, Claim>();
  /** Keys that are being deleted, with the revision after which they are, once it is known. */
  readonly #leaving = new Map<string, bigint | undefined>();
  readonly #sessions = new WeakSet<Session>();
  readonly #order = new InOrder();
  readonly #batches: TxnBatches;
  #count = 0;

  constructor(private readonly options: ClaimsOptions) {
    this.#batches = new TxnBatches(options.client);
    options.mirror.onChange((changes) => this.#changed(changes));
  }

  /** Waits for the lease of a node. */
  async acquire(uuid: string, { signal }: AcquireOptions = {}): Promise<Lease> {
    signal?.throwIfAborted();
    const { claim, first } = await this.#order.after(uuid, () => this.#queue(uuid));
    try {
      signal?.throwIfAborted();
      if (!first) {
        await this.#turn(claim, signal);
        await this.#confirm(claim);
      }
      return this.#hold(claim);
    } catch (error) {
      void this.#end(claim);
      throw error;
    }
  }

  /** Takes the lease of a node if nobody has it or waits for it. */
  async tryAcquire(uuid: string): Promise<Lease | undefined> {
    return this.#order.after(uuid, async () => {
      const { claim, first } = await this.#queue(uuid, [
        isFree(keysUnder(this.options.prefix + folderFor(uuid))),
      ]);
      if (first) return this.#hold(claim);
      // A member that was asked first may have written it meanwhile.
      const isWritten = claim.created !== undefined || this.options.mirror.get(claim.key) !== undefined;
      if (isWritten) void this.#end(claim);
      else this.#claims.delete(claim.key);
      return undefined;
    });
  }

  /** Whether there is a claim to a node, by what the mirror has heard. */
  seemsHeld(uuid: string): boolean {
    return this.options.mirror.has(folderFor(uuid));
  }

  /** Puts a claim into the queue of a node where the comparisons hold, and looks whether it is the first. */
  async #queue(
    uuid: string,
    compare: readonly Compare[] = [],
  ): Promise<{ readonly claim: Claim; readonly first: boolean }> {
    const claim = this.#begin(uuid, await this.options.keeper.ready());
    const { put, read } = this.#steps(claim);
    try {
      const answer = await this.#batches.txn({ compare, success: [put, read], failure: [read] });
      return { claim, first: claim.isFirst(this.#queueOf(answer)) };
    } catch (error) {
      if (isRefused(error, GRPC.NOT_FOUND)) claim.session.lose(ENDED);
      void this.#end(claim);
      throw error;
    }
  }

  #begin(uuid: string, session: Session): Claim {
    const folder = folderFor(uuid);
    const claim = new Claim(uuid, session, folder, `${folder}${session.id}.${++this.#count}`);
    this.#claims.set(claim.key, claim);
    if (!this.#sessions.has(session)) {
      this.#sessions.add(session);
      session.lost.addEventListener('abort', () => this.#lost(session));
    }
    return claim;
  }

  #steps({ key, folder, session }: Claim): { readonly put: Step; readonly read: Step } {
    const { prefix, holder } = this.options;
    return {
      put: { request_put: { key: encode(prefix + key), value: encode(holder), lease: session.lease } },
      read: {
        request_range: { ...keysUnder(prefix + folder), ...{ sort_order: 'ASCEND', sort_target: 'CREATE' } },
      },
    };
  }

  #queueOf({ responses = [] }: TxnAnswer): Entry[] {
    const kvs = responses.find((response) => response.response_range)?.response_range?.kvs ?? [];
    return kvs.map(({ key, value, create_revision }) => ({
      key: decode(key).slice(this.options.prefix.length),
      value: decode(value),
      created: BigInt(create_revision ?? 0),
    }));
  }

  /** Resolves when the claim is the oldest one of its node. */
  #turn(claim: Claim, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => claim.turn?.fail(signal?.reason as Error);
      const end = (): void => {
        claim.turn = undefined;
        signal?.removeEventListener('abort', giveUp);
      };
      claim.turn = {
        come: () => {
          end();
          resolve();
        },
        fail: (error) => {
          end();
          reject(error);
        },
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      if (signal?.aborted === true) giveUp();
      else this.#look(claim);
    });
  }

  /** Looks whether it is the turn of a claim that waits. */
  #look({ turn, created, key, folder, session }: Claim): void {
    const { mirror } = this.options;
    if (turn === undefined || created === undefined || mirror.revision < created) return;
    if (session.lost.aborted) turn.fail(lost(key, session.lost.reason));
    else if (mirror.get(key) === undefined) turn.fail(lost(key, 'its key was deleted'));
    else if (mirror.list(folder)[0]?.key === key) turn.come();
  }

  /**
   * Asks etcd whether a claim is the first. The mirror may be late, and etcd may have ended the lease of this process.
   * The lease is free meanwhile, so it does not wait for other transactions.
   */
  async #confirm(claim: Claim): Promise<void> {
    const { read } = this.#steps(claim);
    const answer = await this.#batches.txn({ compare: [], success: [read], failure: [] }, true);
    if (!claim.isFirst(this.#queueOf(answer))) throw lost(claim.key, 'its key was deleted');
  }

  #hold(claim: Claim): Lease {
    const { session, key } = claim;
    if (!session.check()) throw lost(key, session.lost.reason);
    if (!this.#claims.has(key)) throw lost(key, 'its key was deleted');
    return claim.lease(() => this.#end(claim));
  }

  /** Frees what a claim has or waits for. */
  async #end({ key, session, uuid }: Claim): Promise<void> {
    if (!this.#claims.delete(key) || session.lost.aborted) return;
    await this.#order.whatever(uuid, () => this.#remove(key, session));
  }

  async #remove(key: string, session: Session): Promise<void> {
    this.#leaving.set(key, undefined);
    const { prefix, mirror } = this.options;
    const isWaitedFor = mirror.list(folderOf(key)).some((entry) => entry.key !== key);
    const client = { txn: (body: Txn) => this.#batches.txn(body, isWaitedFor) };
    const revision = await remove(client, session, prefix + key);
    if (revision === undefined || mirror.revision >= revision) this.#leaving.delete(key);
    else this.#leaving.set(key, revision);
    const written = mirror.get(key)?.created;
    if (revision !== undefined && written !== undefined && written > revision)
      this.#sweep(key, this.options.keeper.current);
  }

  /** Whether a key that was seen is about to go, so that nobody has to delete it. One that was written after that stays. */
  #isLeaving(key: string, { created }: Entry): boolean {
    if (!this.#leaving.has(key)) return false;
    const revision = this.#leaving.get(key);
    return revision === undefined || created <= revision;
  }

  #lost(session: Session): void {
    for (const [key, claim] of [...this.#claims]) {
      if (claim.session !== session) continue;
      this.#claims.delete(key);
      claim.lose(lost(key, session.lost.reason));
    }
  }

  #changed: ChangeListener = (changes) => {
    const { mirror, keeper } = this.options;
    const folders = new Set<string>();
    for (const [key, { entry }] of changes) {
      if (!key.startsWith(LEASES)) continue;
      folders.add(folderOf(key));
      const claim = this.#claims.get(key);
      if (entry === undefined) {
        if (claim === undefined || claim.turn !== undefined) continue;
        this.#claims.delete(key);
        claim.lose(lost(key, 'its key was deleted'));
      } else if (claim === undefined && !this.#isLeaving(key, entry)) this.#sweep(key, keeper.current);
    }
    for (const claim of this.#claims.values()) {
      if (claim.turn !== undefined && (changes.size === 0 || folders.has(claim.folder))) this.#look(claim);
    }
    for (const [key, revision] of this.#leaving) {
      if (revision !== undefined && revision <= mirror.revision) this.#leaving.delete(key);
    }
  };

  /** Deletes a key of this process that nobody wants: etcd may do late what it was asked for before. */
  #sweep(key: string, session: Session | undefined): void {
    if (session !== undefined && key.includes(`/${session.id}.`)) void this.#remove(key, session);
  }
}

/** The folder of the claims to a node. */
const folderFor = (uuid: string): string => `${LEASES}${encodeURIComponent(uuid)}/`;

const lost = (key: string, reason: unknown): InspectorError =>
  new InspectorError(
    'INSP_COORDINATION_FAILED',
    `The claim ${key} in etcd was lost (${typeof reason === 'string' ? reason : thrownText(reason)}); try again`,
    { cause: reason },
  );
