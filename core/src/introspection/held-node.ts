import type { Lease, IntrospectionRecord, Timestamp } from '@inspector/plugin-api';
import type { RecordRepository } from '../db/types.js';
import { now } from '../db/timestamp.js';
import { nextState, type IntrospectionEvent } from './state-machine.js';

/** A record whose lock this process holds: the only way to change the state of an introspection. */
export class HeldNode {
  constructor(
    private current: IntrospectionRecord,
    private readonly lock: Pick<Lease, 'release'>,
    private readonly records: Pick<RecordRepository, 'change'>,
  ) {}

  /** The record as last read or written. */
  get record(): IntrospectionRecord {
    return this.current;
  }

  get uuid(): string {
    return this.current.uuid;
  }

  /**
   * Applies an event that does not end the introspection.
   *
   * @throws `INSP_INVALID_EVENT` when the state forbids it, `INSP_STATE_RACE` when the record changed meanwhile
   */
  async apply(event: IntrospectionEvent, fields: { readonly startedAt?: Timestamp } = {}): Promise<void> {
    const { uuid, state } = this.current;
    this.current = await this.records.change(uuid, state, { state: nextState(state, event), ...fields });
  }

  /**
   * Ends the introspection: state, error and finish time change and the look-up attributes go in one
   * transaction. Then the node is free: whoever sees that it is over may start or reapply at once.
   *
   * @param error - why it failed; null when it succeeded
   */
  async end(event: 'finish' | 'error' | 'abort_end' | 'timeout', error: string | null): Promise<void> {
    const { uuid, state } = this.current;
    const change = { state: nextState(state, event), finishedAt: now(), error };
    this.current = await this.records.change(uuid, state, change, { forget: true });
    await this.release();
  }

  /** Lets other operations have the node; calling it again does nothing. */
  release(): Promise<void> {
    return this.lock.release();
  }
}
