import { randomUUID } from 'node:crypto';
import { InspectorError, type PluginLog, thrownText } from '@inspector/plugin-api';
import type { EtcdClient } from './etcd-client.js';
import { encode, hasValue } from './messages.js';
import { type Clock, machineClock, Session } from './session.js';

/** Folder of the keys of all sessions. */
const SESSIONS = 'sessions/';

/** Why a session is lost that nobody could keep. */
export const ENDED = 'etcd ended the lease of this process';

/** Part of a lease's time after which it is renewed. */
const RENEW = 0.3;

/** Milliseconds between two tries while etcd does not do what it is asked. */
const RETRY = 500;

/** Milliseconds a caller waits for a session that is being opened: as long as a call to etcd may be silent. */
const PATIENCE = 1500;

/** What a {@link SessionKeeper} works with. */
export interface KeeperOptions {
  readonly client: EtcdClient;
  /** Seconds. */
  readonly ttl: number;
  /** Beginning of all keys. */
  readonly prefix: string;
  /** What the keys of this process say about it, for operators. */
  readonly holder: string;
  /** Where the realm is written, and what it was when this process started. */
  readonly realm: { readonly key: string; readonly value: string };
  readonly log: PluginLog;
  readonly clock?: Clock;
}

/** Keeps a session with etcd: renews it, and opens another one when it was lost. */
export class SessionKeeper {
  readonly #clock: Clock;
  readonly #listeners: ((session: Session) => void)[] = [];
  readonly #waiting = new Set<() => void>();
  #session: Session | undefined;
  #watchdog: NodeJS.Timeout | undefined;
  #failure: unknown;
  #wake: () => void = () => undefined;
  #running: Promise<void> | undefined;
  #ended = false;

  constructor(private readonly options: KeeperOptions) {
    this.#clock = options.clock ?? machineClock;
  }

  /** Calls a listener with every session that is opened. */
  onOpen(listener: (session: Session) => void): void {
    this.#listeners.push(listener);
  }

  /** Opens the first session. */
  async start(): Promise<void> {
    await this.#open();
    this.#running = this.#run();
  }

  /** The session at present; undefined while there is none. */
  get current(): Session | undefined {
    return this.#session?.check() === true ? this.#session : undefined;
  }

  /**
   * The session at present. Where there is none it waits a moment for it.
   *
   * @throws `INSP_COORDINATION_FAILED`
   */
  async ready(): Promise<Session> {
    const { current } = this;
    if (current !== undefined) return current;
    if (this.#ended)
      throw new InspectorError('INSP_COORDINATION_FAILED', 'The coordination of this process is closed');
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, PATIENCE);
      this.#waiting.add(done);
    });
    const { current: opened } = this;
    if (opened !== undefined) return opened;
    if (InspectorError.is(this.#failure)) throw this.#failure;
    throw new InspectorError(
      'INSP_COORDINATION_FAILED',
      `There is no lease of etcd at ${this.options.client.endpoint} for this process; try again`,
      { cause: this.#failure },
    );
  }

  /** Ends the session: what belongs to it is lost in this process, then deleted in etcd. */
  async close(reason: string): Promise<void> {
    const session = this.current;
    this.#ended = true;
    clearTimeout(this.#watchdog);
    session?.lose(reason);
    this.#wake();
    for (const done of [...this.#waiting]) done();
    // What cannot be told to etcd ends there by itself.
    if (session !== undefined) await this.options.client.revoke(session.lease).catch(() => undefined);
  }

  /** To be waited for after the connections were closed. */
  async stopped(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    let wait = this.#untilRenewal;
    for (;;) {
      await this.#pause(wait);
      if (this.#ended) return;
      const session = this.current;
      try {
        await (session === undefined ? this.#open() : this.#renew(session));
        wait = this.#untilRenewal;
      } catch (error) {
        this.#failure = error;
        wait = RETRY;
      }
    }
  }

  get #untilRenewal(): number {
    const session = this.current;
    return session === undefined ? RETRY : session.ttl * RENEW;
  }

  async #renew(session: Session): Promise<void> {
    const { client } = this.options;
    const sent = this.#now();
    const { TTL } = await client.keepAlive(session.lease);
    // A member that has not noticed that it leads no more confirms what the others do not know
    // (https://github.com/etcd-io/etcd/issues/15247); a read needs the majority.
    const { kvs } = await client.range({ key: encode(this.#keyOf(session)) });
    if (TTL === undefined || Number(TTL) <= 0 || kvs === undefined) session.lose(ENDED);
    else session.renewed(sent);
    this.#watch(session);
  }

  /** Is told that a key was deleted. */
  deleted(key: string): void {
    const session = this.#session;
    if (session !== undefined && this.options.prefix + key === this.#keyOf(session)) session.lose(ENDED);
  }

  #keyOf({ id }: Pick<Session, 'id'>): string {
    return `${this.options.prefix}${SESSIONS}${id}`;
  }

  async #open(): Promise<void> {
    const { client, realm, log, holder } = this.options;
    const sent = this.#now();
    const { ID = '', TTL } = await client.grant(this.options.ttl);
    const id = randomUUID();
    const put = { key: encode(this.#keyOf({ id })), value: encode(holder), lease: ID };
    const { succeeded } = await client.txn({
      compare: [hasValue(realm.key, realm.value)],
      success: [{ request_put: put }],
      failure: [],
    });
    if (succeeded !== true) {
      throw new InspectorError(
        'INSP_COORDINATION_FAILED',
        `The etcd at ${client.endpoint} is another one than at the start, or has lost its data; restart this process`,
      );
    }
    if (this.#ended) return;
    const session = new Session(id, ID, Number(TTL) * 1000, this.#clock, sent);
    const again = this.#session !== undefined;
    this.#session = session;
    this.#failure = undefined;
    session.lost.addEventListener('abort', () => {
      this.#wake();
      if (!this.#ended) log.warn(`All leases of this process are lost: ${thrownText(session.lost.reason)}`);
    });
    this.#watch(session);
    if (again) log.info(`This process can have leases again, from etcd at ${client.endpoint}`);
    for (const listener of this.#listeners) listener(session);
    for (const done of [...this.#waiting]) done();
  }

  /** Looks at the clock when the time of the session is over, should nobody else do so. */
  #watch(session: Session): void {
    clearTimeout(this.#watchdog);
    if (session.lost.aborted) return;
    this.#watchdog = setTimeout(() => {
      if (session.check()) this.#watch(session);
    }, session.left + 1);
  }

  #now(): { readonly steady: number; readonly ofDay: number } {
    return { steady: this.#clock.steady(), ofDay: this.#clock.ofDay() };
  }

  /** Ends early when the session is lost, or everything ends. */
  async #pause(milliseconds: number): Promise<void> {
    if (this.#ended) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
