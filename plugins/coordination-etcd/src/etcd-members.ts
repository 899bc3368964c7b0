import type { JoinedMember, JsonObject, Member, Members, WatchOptions } from '@inspector/plugin-api';
import type { EtcdClient } from './etcd-client.js';
import { LEADER, type Leadership } from './leadership.js';
import { decode, encode, keysUnder } from './messages.js';
import type { ChangeListener, Mirror } from './mirror.js';
import { again, remove } from './removal.js';
import type { Session } from './session.js';
import type { SessionKeeper } from './session-keeper.js';

/** Folder of the keys of all members. */
const MEMBERS = 'members/';

type Listener = (members: readonly Member[]) => void;

/** What {@link EtcdMembers} work with. */
export interface MembersOptions {
  readonly client: EtcdClient;
  readonly keeper: SessionKeeper;
  readonly mirror: Mirror;
  readonly leadership: Leadership;
  /** Beginning of all keys. */
  readonly prefix: string;
}

/** The members: every one has a key that belongs to its session, and is named after it. */
export class EtcdMembers implements Members {
  /** Whether each one that watches was told anything yet. */
  readonly #listeners = new Map<Listener, boolean>();
  /** What this process says about itself; undefined: it is no member. */
  #info: JsonObject | undefined;
  #id = '';

  constructor(private readonly options: MembersOptions) {
    options.keeper.onOpen((session) => this.#enter(session));
    options.mirror.onChange((changes) => this.#changed(changes));
  }

  async join(info: JsonObject): Promise<JoinedMember> {
    if (this.#info !== undefined) throw new Error('This process is a member already');
    const { keeper, leadership } = this.options;
    this.#info = info;
    try {
      const session = await keeper.ready();
      await this.#put(session);
      leadership.begin(session);
    } catch (error) {
      void this.#leave();
      throw error;
    }
    const currentId = (): string => this.#id;
    return {
      get id() {
        return currentId();
      },
      update: (next) => this.#update(next),
      leave: () => this.#leave(),
    };
  }

  async list(): Promise<readonly Member[]> {
    const { client, prefix } = this.options;
    const members = {
      ...keysUnder(prefix + MEMBERS),
      ...({ sort_order: 'ASCEND', sort_target: 'CREATE' } as const),
    };
    const { responses = [] } = await client.txn({
      compare: [],
      success: [{ request_range: members }, { request_range: { key: encode(prefix + LEADER) } }],
      failure: [],
    });
    const [found, leader] = responses.map(({ response_range }) => response_range?.kvs ?? []);
    const leads = decode(leader?.[0]?.value);
    return (found ?? []).map(({ key, value }) =>
      memberOf(decode(key).slice((prefix + MEMBERS).length), decode(value), leads),
    );
  }

  watch(listener: Listener, { signal }: WatchOptions): void {
    if (signal.aborted) return;
    // a listener of its own, should the same one be given twice
    const told: Listener = (members) => listener(members);
    this.#listeners.set(told, false);
    signal.addEventListener('abort', () => this.#listeners.delete(told), { once: true });
    queueMicrotask(() => this.#tell(false));
  }

  async #update(info: JsonObject): Promise<void> {
    if (this.#info === undefined) return;
    this.#info = info;
    await this.#put(await this.options.keeper.ready());
  }

  async #leave(): Promise<void> {
    if (this.#info === undefined) return;
    this.#info = undefined;
    const { keeper, leadership } = this.options;
    const session = keeper.current;
    const leaving = leadership.end(session);
    if (session !== undefined) await this.#remove(session);
    await leaving;
  }

  /** Becomes a member again with a session that was opened after another one was lost. */
  #enter(session: Session): void {
    if (this.#info === undefined) return;
    const enter = async (): Promise<void> => {
      if (this.#info === undefined) return;
      await this.#put(session);
      this.options.leadership.begin(session);
    };
    void enter().catch(() => again(session, enter));
  }

  async #put(session: Session): Promise<void> {
    const { client, prefix } = this.options;
    this.#id = session.id;
    const key = `${prefix}${MEMBERS}${session.id}`;
    const put = { key: encode(key), value: encode(JSON.stringify(this.#info)), lease: session.lease };
    await client.txn({ compare: [], success: [{ request_put: put }], failure: [] });
    if (this.#info === undefined) await this.#remove(session);
  }

  #changed: ChangeListener = (changes) => {
    const session = this.options.keeper.current;
    const own = session && changes.get(MEMBERS + session.id);
    if (session !== undefined && own !== undefined) this.#correct(session, own.entry?.value);
    const keys = [...changes.keys()];
    this.#tell(keys.some((key) => key === LEADER || key.startsWith(MEMBERS)));
  };

  /** etcd may do late what it was asked for before, and operators may delete keys. */
  #correct(session: Session, written: string | undefined): void {
    if (this.#info !== undefined && written !== JSON.stringify(this.#info)) this.#enter(session);
    if (this.#info === undefined && written !== undefined) void this.#remove(session);
  }

  async #remove(session: Session): Promise<void> {
    const key = `${this.options.prefix}${MEMBERS}${session.id}`;
    await remove(this.options.client, session, key, [], () => this.#info === undefined);
  }

  /** @param changed - false: only those who were told nothing yet are told */
  #tell(changed: boolean): void {
    const { mirror } = this.options;
    if (mirror.revision === 0n) return;
    const leads = mirror.get(LEADER)?.value;
    const members = mirror
      .list(MEMBERS)
      .map(({ key, value }) => memberOf(key.slice(MEMBERS.length), value, leads));
    for (const [listener, told] of [...this.#listeners]) {
      if (!this.#listeners.has(listener) || (told && !changed)) continue;
      this.#listeners.set(listener, true);
      listener(members);
    }
  }
}

const memberOf = (id: string, info: string, leader: string | undefined): Member => ({
  id,
  info: JSON.parse(info) as JsonObject,
  leader: id === leader,
});
