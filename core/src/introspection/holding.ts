import { randomUUID } from 'node:crypto';
import {
  InspectorError,
  type IntrospectionState,
  type Lease,
  type LookupAttribute,
  shortText,
  thrownText,
  type Timestamp,
} from '@inspector/plugin-api';
import type { IntrospectionNotes } from '@inspector/plugin-api/node';
import { now } from '../db/timestamp.js';
import type {
  BaselineRepository,
  HookResult,
  KeptDeviations,
  PostToKeep,
  RecordChange,
  RecordRepository,
  StoredRecord,
} from '../db/types.js';
import { Account } from '../history/account.js';
import { keptDeviations } from '../history/baseline.js';
import { packRun } from '../history/pack.js';
import { hardwareSummary } from '../history/summary.js';
import { Permit } from '../tasks/permit.js';
import {
  BEGINNINGS,
  nextState,
  type BeginEvent,
  type EndEvent,
  type IntrospectionEvent,
} from './state-machine.js';

/** How an introspection ends. */
export interface Ending {
  readonly event: EndEvent;
  /** Why it failed; null when it succeeded. */
  readonly error: string | null;
  /** How the hooks did, where any ran. */
  readonly hookResults?: readonly HookResult[];
  /** true: the node stays held, for whoever has more to do with it. */
  readonly stay?: boolean;
}

/** What an introspection begins with. */
export interface Beginning {
  readonly event: BeginEvent;
  readonly manageBoot: boolean;
  /** The name of the node; absent: not asked for, so the one known before stays. */
  readonly name?: string | null;
  readonly attributes: readonly LookupAttribute[];
}

/**
 * A node that this process holds: the only place where the state of an introspection changes. Every change is written
 * with the fence of the lease, and nothing is once the lease is lost or released.
 */
export class Holding {
  /** Ends with the lease, the time of the work, or the service. Every effect outside the database asks it first. */
  readonly permit: Permit;
  readonly #listen: () => void;
  #account = new Account();
  #record: StoredRecord | undefined;
  #timer: NodeJS.Timeout | undefined;
  #over: (() => InspectorError) | undefined;
  readonly #writes = new Set<Promise<unknown>>();

  /**
   * @param service - ends when the service has waited long enough for its work
   * @param keep - how many introspections of a node the history keeps
   * @param baselines - hardware that nodes should have; absent: nothing is compared
   */
  constructor(
    readonly uuid: string,
    readonly lease: Lease,
    private readonly records: RecordRepository,
    service: Permit,
    private readonly keep = 0,
    private readonly baselines?: Pick<BaselineRepository, 'applying'>,
  ) {
    this.permit = new Permit(service, lease.check && (() => lease.check?.()));
    this.#listen = () => this.#end(() => lost(uuid, lease.signal.reason));
    lease.signal.addEventListener('abort', this.#listen, { once: true });
    if (lease.signal.aborted) this.#listen();
  }

  /** What happens in the introspection that goes on, for the history. */
  get account(): Account {
    return this.#account;
  }

  /** The record as last read or written. */
  get record(): StoredRecord {
    if (this.#record === undefined) throw new Error(`The record of node ${this.uuid} was not read`);
    return this.#record;
  }

  /** The record as last read or written; undefined: there is none. */
  get present(): StoredRecord | undefined {
    return this.#record;
  }

  /** Why nothing can be written any more; undefined while it can. */
  get over(): InspectorError | undefined {
    this.lease.check?.();
    return this.#over?.();
  }

  /** Attributes and options of the introspection, for as long as the node is held. */
  get notes(): IntrospectionNotes {
    const { records, lease } = this;
    return {
      attributes: (uuid) => records.attributes(uuid),
      options: (uuid) => records.options(uuid),
      addAttributes: (uuid, attributes) => {
        this.#assertHeld();
        return this.#writing(records.addAttributes(uuid, attributes, lease.fence));
      },
      setOption: (uuid, name, value) => {
        this.#assertHeld();
        return this.#writing(records.setOption(uuid, name, value, lease.fence));
      },
    };
  }

  /** Reads the record as it is now. */
  async read(): Promise<StoredRecord | undefined> {
    this.#record = await this.records.get(this.uuid);
    return this.#record;
  }

  /**
   * Begins an introspection with an id of its own: the record and what belongs to it are replaced.
   *
   * @param present - the record it takes the place of, as `read` returned it
   * @throws `INSP_STATE_RACE` when the record changed meanwhile, `INSP_LEASE_LOST`
   */
  async begin(
    { event, manageBoot, name, attributes }: Beginning,
    present: StoredRecord | undefined,
  ): Promise<void> {
    this.#assertHeld();
    const known = name === undefined ? (present?.name ?? null) : name;
    const fresh = { ...{ uuid: this.uuid, name: known, manageBoot, attributes, event }, startedAt: now() };
    const mark = { introspection: randomUUID(), fence: this.lease.fence };
    this.#record = await this.#writing(
      this.records.replace({ ...fresh, ...mark, state: BEGINNINGS[event] }, present?.state),
    );
  }

  /**
   * The fences that the record can have while nobody else writes it: that of what was read or written last, and that of the
   * lease, where a write was made and its answer was lost.
   */
  get fences(): readonly number[] {
    return [this.record.fence, this.lease.fence];
  }

  /**
   * Reads the record again after a write was refused because of its state.
   *
   * @returns whether a write of this holder was made before, whose answer was lost: the record is as that has made it
   */
  async readOwnWrite(): Promise<boolean> {
    const { state } = this.record;
    const found = await this.read();
    return found !== undefined && found.fence === this.lease.fence && found.state !== state;
  }

  /** Adds attributes the machine can be recognised by. */
  async addAttributes(attributes: readonly LookupAttribute[]): Promise<void> {
    await this.notes.addAttributes(this.uuid, attributes);
  }

  /**
   * Applies an event that does not end the introspection.
   *
   * @throws `INSP_INVALID_EVENT` when the state forbids it, `INSP_STATE_RACE` when the record changed meanwhile,
   *   `INSP_LEASE_LOST`
   */
  async apply(
    event: IntrospectionEvent,
    fields: Pick<RecordChange, 'startedAt' | 'name' | 'keep'> = {},
  ): Promise<void> {
    await this.#change(event, fields);
  }

  /**
   * Has the node wait for data again, and keeps the post that could not be processed, in one transaction.
   *
   * @param keep - absent: what is kept stays, if anything is
   * @throws as {@link apply}
   */
  async postpone(keep?: PostToKeep): Promise<void> {
    await this.#change('postpone', keep === undefined ? {} : { keep });
  }

  /**
   * Ends the introspection: state, error (at most 8 kB of it), finish time, the results of the hooks, their events and what
   * the history keeps are written and the look-up attributes go, in one transaction. Then the node is free: whoever sees that it is over may
   * start or reapply at once.
   */
  async end({ event, error, hookResults, stay = false }: Ending): Promise<void> {
    const results = hookResults === undefined ? {} : { hookResults };
    const text = error === null ? null : shortText(error);
    const kept = await this.#kept(event, hookResults);
    await this.#change(event, { finishedAt: this.#endTime(), error: text, ...results, ...kept }, true);
    this.#account = new Account();
    if (!stay) await this.release();
  }

  /** What is kept of the introspection, and of the machine. */
  async #kept(
    event: EndEvent,
    hookResults: readonly HookResult[] | undefined,
  ): Promise<Pick<RecordChange, 'run' | 'summary'>> {
    this.#assertHeld();
    const { keep } = this;
    const { data, resourceClass } = this.#account;
    const summary = data && hardwareSummary(data);
    const found = event === 'finish' ? await this.#deviations() : undefined;
    const known = { resource_class: resourceClass, deviations: found?.count ?? null };
    const run = keep <= 0 ? undefined : await packRun(this.#account, hookResults);
    return {
      ...(summary === undefined ? {} : { summary: { ...summary, ...known } }),
      ...(run && { run: { ...run, keep, ...(found && { deviations: found }) } }),
    };
  }

  /** How the machine differs from what it should be; undefined: nobody has said what that is. */
  async #deviations(): Promise<KeptDeviations | undefined> {
    const { data, resourceClass, askClass } = this.#account;
    // A node of which that cannot be asked has a baseline of its own, or none.
    const classOf = (): Promise<string | null> =>
      resourceClass === null && askClass ? askClass().catch(() => null) : Promise.resolve(resourceClass);
    const baseline = data && (await this.baselines?.applying(this.uuid, classOf));
    return data && baseline && keptDeviations(baseline, data);
  }

  /** Now, and not before the beginning where the clock was set back since. */
  #endTime(): Timestamp {
    const time = now();
    const { startedAt } = this.record;
    return startedAt !== null && startedAt > time ? startedAt : time;
  }

  /** Deletes the record and what belongs to it. */
  async forget(): Promise<void> {
    this.#assertHeld();
    await this.#writing(this.records.delete(this.uuid, this.lease.fence));
  }

  /**
   * Limits the time of what comes next; the permit ends with it.
   *
   * @param seconds - 0: no limit
   */
  limitTime(seconds: number): void {
    clearTimeout(this.#timer);
    if (seconds <= 0) return;
    const text = `The work on node ${this.uuid} took longer than ${seconds} s`;
    // The introspection is over then, so no ramdisk should repeat its post.
    const late = (): Error => new InspectorError('INSP_INTROSPECTION_TIMEOUT', text, { status: 400 });
    this.#timer = setTimeout(() => this.permit.end(late), Math.min(seconds * 1000, LONGEST_TIMER));
    this.#timer.unref();
  }

  /** Lets other operations have the node; calling it again does nothing. */
  async release(): Promise<void> {
    await this.cancel(() => released(this.uuid));
  }

  /**
   * Ends the work on the node before it is done, and lets others have the node. Nothing it does from now on reaches the
   * database; steps that go on do so in vain. A write that is under way is waited for.
   *
   * @param reason - makes the error that the work ends with
   */
  async cancel(reason: () => InspectorError): Promise<void> {
    this.#end(reason);
    await Promise.allSettled(this.#writes);
    await this.lease.release();
  }

  async #change(
    event: IntrospectionEvent,
    fields: Omit<RecordChange, 'state'>,
    forget = false,
  ): Promise<void> {
    const { record } = this;
    const state: IntrospectionState = nextState(record.state, event);
    this.#assertHeld();
    const mark = { event, fence: this.lease.fence, introspection: record.introspection ?? randomUUID() };
    this.#record = await this.#writing(this.records.change(record, { state, ...fields }, mark, { forget }));
  }

  /** Notes a write until it has ended. */
  async #writing<T>(write: Promise<T>): Promise<T> {
    this.#writes.add(write);
    try {
      return await write;
    } finally {
      this.#writes.delete(write);
    }
  }

  #assertHeld(): void {
    const { over } = this;
    if (over !== undefined) throw over;
  }

  #end(reason: () => InspectorError): void {
    this.#over ??= reason;
    this.permit.end(reason);
    clearTimeout(this.#timer);
    this.lease.signal.removeEventListener('abort', this.#listen);
  }
}

/** The longest a timer of Node can be, in milliseconds (24.8 days); beyond it fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

const lost = (uuid: string, cause: unknown): InspectorError =>
  new InspectorError(
    'INSP_LEASE_LOST',
    `The lease of node ${uuid} was lost (${thrownText(cause)}), ` + 'so the work on it has ended; try again',
    { cause },
  );

const released = (uuid: string): InspectorError =>
  new InspectorError(
    'INSP_NODE_RELEASED',
    `The work on node ${uuid} is over, nothing of it can be changed any more`,
  );
