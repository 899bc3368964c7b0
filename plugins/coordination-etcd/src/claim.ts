import type { Lease } from '@inspector/plugin-api';
import type { Entry } from './mirror.js';
import type { Session } from './session.js';

/** What a claim waits for: that it is the oldest of its node. */
export interface Turn {
  come(): void;
  fail(error: Error): void;
}

/** A key in the queue of a node. The oldest key of a queue has the lease. */
export class Claim {
  readonly #controller = new AbortController();
  /** Revision in which the key came to be, which is the fence; undefined while nobody knows. */
  created: bigint | undefined;
  /** Set while it waits. */
  turn: Turn | undefined;

  /**
   * @param folder - of the keys of the node
   * @param key - without the prefix of all keys
   */
  constructor(
    readonly uuid: string,
    readonly session: Session,
    readonly folder: string,
    readonly key: string,
  ) {}

  /** Notes when the key came to be; whether it is there and the oldest one. */
  isFirst(queue: readonly Entry[]): boolean {
    this.created = queue.find(({ key }) => key === this.key)?.created;
    return this.created !== undefined && queue[0]?.key === this.key;
  }

  /** Ends it: who waits gets an error, who holds the lease is told. */
  lose(reason: Error): void {
    if (this.turn === undefined) this.#controller.abort(reason);
    else this.turn.fail(reason);
  }

  /** The lease of the node, of a claim that is the oldest one. */
  lease(release: () => Promise<void>): Lease {
    return {
      signal: this.#controller.signal,
      fence: Number(this.created),
      release,
      check: () => void this.session.check(),
    };
  }
}
