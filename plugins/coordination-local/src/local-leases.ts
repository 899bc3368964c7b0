import { setMaxListeners } from 'node:events';
import type { AcquireOptions, Lease } from '@inspector/plugin-api';

/** Somebody who waits for a node. */
interface Waiter {
  readonly take: (lease: Lease) => void;
}

/** Leases by node, for the users of one process. Fair: first come, first served. */
export class LocalLeases {
  /** Nodes that are held, each with those who wait for it. A node nobody uses has no entry. */
  readonly #waiting = new Map<string, Waiter[]>();
  /** Ends all leases together: inside one process none is lost before. */
  readonly #end = new AbortController();
  #fence = 0;

  constructor() {
    setMaxListeners(0, this.#end.signal);
  }

  /** How many nodes are held at present. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Waits until the node is free and all who came earlier are done. */
  async acquire(uuid: string, { signal }: AcquireOptions = {}): Promise<Lease> {
    signal?.throwIfAborted();
    const waiting = this.#waiting.get(uuid);
    if (waiting === undefined) return this.#take(uuid);
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        waiting.splice(waiting.indexOf(waiter), 1);
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        take: (lease) => {
          signal?.removeEventListener('abort', giveUp);
          resolve(lease);
        },
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      waiting.push(waiter);
    });
  }

  /** Takes the lease if the node is free; `undefined` if it is not. */
  async tryAcquire(uuid: string): Promise<Lease | undefined> {
    return this.#waiting.has(uuid) ? undefined : this.#take(uuid);
  }

  /** Whether somebody has the lease of a node. */
  isHeld(uuid: string): boolean {
    return this.#waiting.has(uuid);
  }

  /** Ends all leases. */
  close(): void {
    this.#end.abort(new Error('the coordination of this process is closed'));
  }

  #take(uuid: string): Lease {
    this.#waiting.set(uuid, []);
    return this.#held(uuid);
  }

  #held(uuid: string): Lease {
    let released = false;
    return {
      signal: this.#end.signal,
      fence: ++this.#fence,
      release: async () => {
        if (released) return;
        released = true;
        const next = this.#waiting.get(uuid)?.shift();
        if (next === undefined) this.#waiting.delete(uuid);
        else next.take(this.#held(uuid));
      },
    };
  }
}
