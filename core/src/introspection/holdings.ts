import type { InspectorError } from '@inspector/plugin-api';
import type { Holding } from './holding.js';

/** The nodes that this process holds, so that somebody with a better right can end the work on one of them. */
export class Holdings {
  readonly #held = new Map<string, Holding>();
  /** Nodes that are closed, each with why. */
  readonly #closed = new Map<string, () => InspectorError>();

  /** Notes that a node is held. */
  enter(held: Holding): void {
    this.#held.set(held.uuid, held);
  }

  /** Notes that a node is not held any more, unless somebody else holds it by now. */
  leave(held: Holding): void {
    if (this.#held.get(held.uuid) === held) this.#held.delete(held.uuid);
  }

  /** How many nodes this process holds. */
  get count(): number {
    return this.#held.size;
  }

  /** Whether this process holds a node. */
  has(uuid: string): boolean {
    return this.#held.has(uuid);
  }

  /** Why nobody may begin work on a node; undefined: everybody may. */
  closed(uuid: string): InspectorError | undefined {
    return this.#closed.get(uuid)?.();
  }

  /**
   * Ends the work on a node, which frees it, and keeps others from beginning any.
   *
   * @param reason - makes the error that the work ends with
   * @returns lets others have the node again
   */
  async close(uuid: string, reason: () => InspectorError): Promise<() => void> {
    this.#closed.set(uuid, reason);
    await this.#held.get(uuid)?.cancel(reason);
    return () => {
      if (this.#closed.get(uuid) === reason) this.#closed.delete(uuid);
    };
  }
}
