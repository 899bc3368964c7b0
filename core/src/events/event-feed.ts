import type { RecentEvents } from './recent-events.js';
import { TableWatch, type TableWatchOptions } from './table-watch.js';

/** What a feed reads. */
export type EventFeedOptions = Omit<TableWatchOptions, 'onNews'>;

/** The newest events of the database, for all in this process who follow them; read once for all, and only while there is anybody. */
export class EventFeed {
  readonly #waiting = new Set<() => void>();
  #table: TableWatch | undefined;
  #followers = 0;

  constructor(private readonly options: EventFeedOptions) {}

  /** How many follow. */
  get followers(): number {
    return this.#followers;
  }

  /** Whether the database did not answer when it was looked at last. */
  get isBlind(): boolean {
    return this.#table?.isBlind ?? false;
  }

  /** The newest events. Only between {@link join} and {@link leave}. */
  get recent(): RecentEvents {
    if (this.#table === undefined) throw new Error('Nobody follows the events');
    return this.#table.recent;
  }

  /** Has the feed read for as long as somebody follows. Rejects where the database does not answer. */
  async join(): Promise<void> {
    this.#followers++;
    this.#table ??= new TableWatch({ ...this.options, onNews: () => this.#wake() });
    try {
      await this.#table.opened;
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  /** Ends what {@link join} began. */
  leave(): void {
    this.#followers--;
    if (this.#followers > 0) return;
    this.#table?.close();
    this.#table = undefined;
  }

  /** Resolves when there are other events than up to an id, after a time, or when the signal is aborted. */
  change(known: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.recent.position !== known || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds).unref();
      signal.addEventListener('abort', done);
      this.#waiting.add(done);
    });
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}
