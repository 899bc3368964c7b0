import { randomUUID } from 'node:crypto';
import type { JoinedMember, JsonObject, Member, Members, WatchOptions } from '@inspector/plugin-api';

type Listener = (members: readonly Member[]) => void;

/** The members of coordination inside one process: the process itself, which leads, once it has joined. */
export class LocalMembers implements Members {
  readonly #listeners = new Set<Listener>();
  #member: Member | undefined;

  async join(info: JsonObject): Promise<JoinedMember> {
    const id = randomUUID();
    this.#become({ id, info: structuredClone(info), leader: true });
    return {
      id,
      update: async (next) => {
        if (this.#member?.id === id) this.#become({ id, info: structuredClone(next), leader: true });
      },
      leave: async () => {
        if (this.#member?.id === id) this.#become(undefined);
      },
    };
  }

  async list(): Promise<readonly Member[]> {
    return this.#member === undefined ? [] : [this.#member];
  }

  watch(listener: Listener, { signal }: WatchOptions): void {
    if (signal.aborted) return;
    // a listener of its own, should the same one be given twice
    const told: Listener = (members) => listener(members);
    this.#listeners.add(told);
    signal.addEventListener('abort', () => this.#listeners.delete(told), { once: true });
    void this.#tell([told]);
  }

  /** Ends the membership and all watching. */
  close(): void {
    this.#listeners.clear();
    this.#member = undefined;
  }

  #become(member: Member | undefined): void {
    this.#member = member;
    void this.#tell([...this.#listeners]);
  }

  async #tell(listeners: readonly Listener[]): Promise<void> {
    const members = await this.list();
    for (const listener of listeners) if (this.#listeners.has(listener)) listener(members);
  }
}
