import { thrownText } from '@inspector/plugin-api';
import type { EventRepository } from '../db/types.js';
import type { Log } from '../log/log.js';
import { createPeriodicTask, type PeriodicTask, type TaskClock } from '../tasks/periodic-task.js';
import { RecentEvents } from './recent-events.js';

/** Seconds between two looks, unless said otherwise. */
const LOOK = 0.05;
/** Events that are read at a time. */
const PAGE = 500;
/** Looks without an event after which it is asked whether the table is still the one that was followed. */
const QUIET_LOOKS = 100;

/** What is read, and how it is told of. */
export interface TableWatchOptions {
  readonly events: Pick<EventRepository, 'after' | 'range'>;
  readonly log: Pick<Log, 'warn' | 'info'>;
  readonly clock?: TaskClock;
  /** Seconds between two looks; default: a twentieth. */
  readonly lookSeconds?: number;
  /** Called when there is something new. */
  readonly onNews: () => void;
}

/** Looks at the table of events again and again, from the newest one on, until it is closed. */
export class TableWatch {
  /** Resolves when it is known which event is the newest. Rejects where the database does not answer. */
  readonly opened: Promise<void>;
  readonly #task: PeriodicTask;
  #recent: RecentEvents | undefined;
  #quiet = 0;
  #failed = false;
  #closed = false;

  constructor(private readonly options: TableWatchOptions) {
    this.#task = createPeriodicTask(() => this.#look(), {
      intervalSeconds: options.lookSeconds ?? LOOK,
      ...(options.clock && { clock: options.clock }),
      onError: (error) => this.#fail(error),
    });
    this.opened = this.#open();
  }

  /** The newest events; once it is opened. */
  get recent(): RecentEvents {
    if (this.#recent === undefined) throw new Error('The newest event is not known yet');
    return this.#recent;
  }

  /** Whether the last look failed. */
  get isBlind(): boolean {
    return this.#failed;
  }

  close(): void {
    this.#closed = true;
    void this.#task.stop();
  }

  async #open(): Promise<void> {
    const { newest } = await this.options.events.range();
    this.#recent = new RecentEvents(newest);
    if (!this.#closed) this.#task.start();
  }

  async #look(): Promise<void> {
    const { events, log, onNews } = this.options;
    for (let isMore = true; isMore && !this.#closed;) {
      const page = await events.after(this.recent.position, { limit: PAGE });
      if (this.#failed) log.info('The events can be followed again');
      this.#failed = false;
      isMore = page.length === PAGE;
      if (page.length === 0) return this.#lookForOtherTable();
      this.#quiet = 0;
      this.recent.add(page);
      onNews();
    }
  }

  /** A database that was restored from a copy has fewer events than were seen: those who follow it begin anew. */
  async #lookForOtherTable(): Promise<void> {
    if (++this.#quiet < QUIET_LOOKS) return;
    this.#quiet = 0;
    const { newest } = await this.options.events.range();
    if (newest >= this.recent.position) return;
    this.#recent = new RecentEvents(newest);
    this.options.onNews();
  }

  #fail(error: unknown): void {
    if (!this.#failed) this.options.log.warn(`The events cannot be followed: ${thrownText(error)}`);
    this.#failed = true;
  }
}
