import type { NodeLock } from '@inspector/plugin-api';

type Waiter = (lock: NodeLock) => void;

/** Locks by node, for the users of one process. Fair: first come, first served. */
export class LocalLocks {
  /** Nodes that are locked, each with those who wait for it. A node nobody uses has no entry. */
  readonly #waiting = new Map<string, Waiter[]>();

  /** How many nodes are locked at present. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Waits until the node is free and all who came earlier are done. */
  async acquire(uuid: string): Promise<NodeLock> {
    const waiting = this.#waiting.get(uuid);
    if (waiting === undefined) return this.#take(uuid);
    return new Promise((resolve) => waiting.push(resolve));
  }

  /** Takes the lock if the node is free; `undefined` if it is not. */
  async tryAcquire(uuid: string): Promise<NodeLock | undefined> {
    return this.#waiting.has(uuid) ? undefined : this.#take(uuid);
  }

  #take(uuid: string): NodeLock {
    this.#waiting.set(uuid, []);
    return this.#held(uuid);
  }

  #held(uuid: string): NodeLock {
    let released = false;
    return {
      release: async () => {
        if (released) return;
        released = true;
        const next = this.#waiting.get(uuid)?.shift();
        if (next === undefined) this.#waiting.delete(uuid);
        else next(this.#held(uuid));
      },
    };
  }
}
