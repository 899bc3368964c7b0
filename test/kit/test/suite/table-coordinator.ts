import {
  type AcquireOptions,
  type Coordinator,
  InspectorError,
  type JoinedMember,
  type JsonObject,
  type Lease,
  type Member,
  type Members,
  type WatchOptions,
} from '@inspector/plugin-api';

type Listener = (members: readonly Member[]) => void;

/** What several processes share: who holds each lease and who waits for it, who is a member, who leads. */
export class Table {
  fence = 0;
  memberships = 0;
  readonly queues = new Map<string, (() => void)[]>();
  readonly present = new Map<string, JsonObject>();
  readonly tell = new Set<() => void>();

  take(uuid: string): boolean {
    if (this.queues.has(uuid)) return false;
    this.queues.set(uuid, []);
    return true;
  }

  async wait(uuid: string, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.take(uuid)) return;
    await new Promise<void>((resolve, reject) => {
      this.queues.get(uuid)?.push(resolve);
      signal?.addEventListener('abort', () => {
        this.leave(uuid, resolve);
        reject(signal.reason as Error);
      });
    });
  }

  leave(uuid: string, waiter: () => void): void {
    const queue = this.queues.get(uuid) ?? [];
    const place = queue.indexOf(waiter);
    if (place >= 0) queue.splice(place, 1);
  }

  free(uuid: string): void {
    const next = this.queues.get(uuid)?.shift();
    if (next === undefined) this.queues.delete(uuid);
    else next();
  }

  /** The one who joined first leads. */
  list(): Member[] {
    return [...this.present].map(([id, info], place) => ({ id, info, leader: place === 0 }));
  }

  set(id: string, info: JsonObject | undefined): void {
    if (info === undefined) this.present.delete(id);
    else this.present.set(id, info);
    for (const tell of [...this.tell]) tell();
  }
}

/** A coordinator that is right; its parts are for others to get wrong. */
export class TableCoordinator implements Coordinator {
  exclusive = false;
  realm = 'table';
  away = false;
  id: string | undefined;
  info: JsonObject = {};
  readonly held = new Map<Lease, { readonly key: string; readonly controller: AbortController }>();

  constructor(readonly table: Table) {}

  isLeader(): boolean {
    return !this.away && this.table.list()[0]?.id === this.id && this.id !== undefined;
  }

  async acquire(uuid: string, options?: AcquireOptions): Promise<Lease> {
    this.reach();
    await this.table.wait(this.key(uuid), options?.signal);
    return this.lease(uuid);
  }

  async tryAcquire(uuid: string): Promise<Lease | undefined> {
    this.reach();
    return this.table.take(this.key(uuid)) ? this.lease(uuid) : undefined;
  }

  seemsHeld(uuid: string): boolean {
    return this.table.queues.has(this.key(uuid));
  }

  key(uuid: string): string {
    return uuid;
  }

  fence(): number {
    return ++this.table.fence;
  }

  lease(uuid: string): Lease {
    const key = this.key(uuid);
    const controller = new AbortController();
    const lease: Lease = {
      signal: controller.signal,
      fence: this.fence(),
      release: async () => {
        if (this.held.delete(lease)) this.table.free(key);
      },
    };
    this.held.set(lease, { key, controller });
    return lease;
  }

  async lose(uuid: string): Promise<void> {
    for (const [lease, { key, controller }] of this.held) {
      if (key === this.key(uuid)) await this.drop(lease, controller, 'taken away');
    }
  }

  async close(): Promise<void> {
    await this.leave();
    for (const [lease, { controller }] of this.held) await this.drop(lease, controller, 'closed');
  }

  async drop(lease: Lease, controller: AbortController, why: string): Promise<void> {
    controller.abort(new Error(why));
    await lease.release();
  }

  /** Knows that it is away before the others do. */
  async cutOff(): Promise<void> {
    this.away = true;
    for (const [lease, { controller }] of this.held) await this.drop(lease, controller, 'away');
    if (this.id !== undefined) this.table.set(this.id, undefined);
  }

  async reconnect(): Promise<void> {
    this.away = false;
    if (this.id !== undefined) this.enter(this.nextId());
    else this.tellAgain();
  }

  /** What cannot be done while the backend is away. */
  reach(): void {
    if (this.away) throw this.unreachable();
  }

  unreachable(): Error {
    return new InspectorError('INSP_COORDINATION_FAILED', 'table: it is away');
  }

  nextId(): string {
    return `member-${++this.table.memberships}`;
  }

  enter(id: string): void {
    this.id = id;
    this.table.set(id, this.info);
  }

  async leave(): Promise<void> {
    if (this.id !== undefined) this.table.set(this.id, undefined);
    this.id = undefined;
  }

  tellAgain(): void {
    for (const tell of this.table.tell) tell();
  }

  members: Members = {
    join: async (info) => {
      this.reach();
      this.info = info;
      this.enter(this.nextId());
      return this.joined();
    },
    list: async () => {
      this.reach();
      return this.table.list();
    },
    watch: (listener, options) => this.watch(listener, options),
  };

  joined(): JoinedMember {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the getter below has another one
    const coordinator = this;
    return {
      get id() {
        return coordinator.id ?? '';
      },
      update: async (info) => {
        coordinator.info = info;
        if (coordinator.id !== undefined) coordinator.table.set(coordinator.id, info);
      },
      leave: () => coordinator.leave(),
    };
  }

  watch(listener: Listener, { signal }: WatchOptions): void {
    const tell = (): void => {
      if (!this.away) listener(this.table.list());
    };
    this.table.tell.add(tell);
    signal.addEventListener('abort', () => this.table.tell.delete(tell));
    tell();
  }
}
