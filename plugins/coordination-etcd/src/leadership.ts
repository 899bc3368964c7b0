import type { EtcdClient } from './etcd-client.js';
import { decode, encode, hasValue, isFree } from './messages.js';
import type { Change, Mirror } from './mirror.js';
import { again, remove } from './removal.js';
import type { Session } from './session.js';
import type { SessionKeeper } from './session-keeper.js';

/** The key of the leader: its value is the id of the session that leads. */
export const LEADER = 'leader';

/** What {@link Leadership} works with. */
export interface LeadershipOptions {
  readonly client: EtcdClient;
  readonly keeper: SessionKeeper;
  readonly mirror: Mirror;
  /** Beginning of all keys. */
  readonly prefix: string;
}

/** The candidature of this process. Whoever makes the key of the leader leads, for as long as the key and its session last. */
export class Leadership {
  /** The session this process leads with, and the revision in which that was seen. */
  #leads: { readonly session: Session; readonly revision: bigint } | undefined;
  #candidate = false;
  #asking: Session | undefined;

  constructor(private readonly options: LeadershipOptions) {
    options.mirror.onChange((changes) => this.#changed(changes.get(LEADER)));
  }

  /** Whether this process leads. Looks at the clock. */
  get leads(): boolean {
    return this.#leads !== undefined && this.#leads.session === this.options.keeper.current;
  }

  /** Lets this process lead from now on, with the session there is and every later one. */
  begin(session: Session): void {
    this.#candidate = true;
    this.#stand(session);
  }

  /** Ends leadership, and lets this process not lead any more. */
  async end(session: Session | undefined): Promise<void> {
    this.#candidate = false;
    this.#leads = undefined;
    if (session !== undefined) await this.#resign(session);
  }

  /** Tries to become the leader, until somebody is. */
  #stand(session: Session): void {
    if (this.#asking === session) return;
    this.#asking = session;
    const ask = async (): Promise<void> => {
      if (this.#candidate) await this.#ask(session);
    };
    void ask()
      .catch(() => again(session, ask))
      .finally(() => {
        if (this.#asking === session) this.#asking = undefined;
        // the key may have gone while nobody listened
        if (this.#vacant(session)) this.#stand(session);
      });
  }

  #vacant(session: Session): boolean {
    const { mirror, keeper } = this.options;
    return (
      this.#candidate &&
      this.#leads === undefined &&
      keeper.current === session &&
      mirror.revision > 0n &&
      mirror.get(LEADER) === undefined
    );
  }

  async #ask(session: Session): Promise<void> {
    const { client, prefix } = this.options;
    const key = encode(prefix + LEADER);
    const put = { key, value: encode(session.id), lease: session.lease };
    const answer = await client.txn({
      compare: [isFree({ key })],
      success: [{ request_put: put }],
      failure: [{ request_range: { key } }],
    });
    const [found] = answer.responses?.[0]?.response_range?.kvs ?? [];
    const revision = answer.succeeded === true ? answer.header?.revision : found?.create_revision;
    const own = answer.succeeded === true || decode(found?.value) === session.id;
    if (own && this.#candidate) this.#leads = { session, revision: BigInt(revision ?? 0) };
    else if (own) await this.#resign(session);
  }

  async #resign(session: Session): Promise<void> {
    const { client, prefix } = this.options;
    const own = [hasValue(prefix + LEADER, session.id)];
    await remove(client, session, prefix + LEADER, own, () => !this.#candidate);
  }

  #changed(change: Change | undefined): void {
    const session = this.options.keeper.current;
    if (session === undefined) return;
    if (change === undefined) {
      if (this.#vacant(session)) this.#stand(session);
      return;
    }
    const { entry, revision } = change;
    const own = entry?.value === session.id;
    if (own && this.#candidate) this.#leads = { session, revision: entry.created };
    else if (own) void this.#resign(session);
    else if (this.#leads !== undefined && revision > this.#leads.revision) this.#leads = undefined;
    if (entry === undefined && this.#candidate) this.#stand(session);
  }
}
