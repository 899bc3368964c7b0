import type { PostToKeep } from '../db/types.js';

/** The failure of an introspection that could not be written when it happened. */
export interface UnsettledFailure {
  readonly error: string;
  /** The post to keep, where the node was to wait for data again. */
  readonly keep?: PostToKeep;
  /** The fences the record could have then: with another one, somebody has dealt with it since. */
  readonly fences: readonly number[];
}

/** Failures that wait to be written, by node. The clean-up writes them once it can. */
export interface UnsettledFailures {
  note(uuid: string, failure: UnsettledFailure): Promise<void>;
  all(): Promise<ReadonlyMap<string, UnsettledFailure>>;
  /** That of one node; undefined: there is none. */
  of(uuid: string): Promise<UnsettledFailure | undefined>;
  /** Forgets the failure of a node. */
  settle(uuid: string): Promise<void>;
}

/** Failures kept in this process: what a process that dies leaves behind, another clean-up finds by its time limit. */
export class MemoryUnsettledFailures implements UnsettledFailures {
  readonly #failures = new Map<string, UnsettledFailure>();

  async note(uuid: string, failure: UnsettledFailure): Promise<void> {
    this.#failures.set(uuid, failure);
  }

  async all(): Promise<ReadonlyMap<string, UnsettledFailure>> {
    return new Map(this.#failures);
  }

  async of(uuid: string): Promise<UnsettledFailure | undefined> {
    return this.#failures.get(uuid);
  }

  async settle(uuid: string): Promise<void> {
    this.#failures.delete(uuid);
  }
}
