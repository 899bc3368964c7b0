import { Readable } from 'node:stream';
import { InspectorError } from '@inspector/plugin-api';
import type { EventRepository, EventSelection } from '../../db/types.js';
import { EventFeed } from '../../events/event-feed.js';
import { watch, type Watched } from '../../events/watch.js';
import type { Log } from '../../log/log.js';
import type { LimitReports } from '../limits/limit-reports.js';
import type { Permission } from '../permission.js';
import { aliveText, endText, eventText, readyText, resetText, type EndReason } from './stream-text.js';

/** Milliseconds after which a silent stream says that it is alive; proxies cut one that says nothing for a minute. */
const ALIVE = 15_000;
/** The longest time a timer takes, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** What is watched, and by whom. */
export interface StreamRequest {
  readonly selection: EventSelection;
  /** Id of the last event that was seen; undefined: only what is yet to come. */
  readonly after: number | undefined;
  readonly permission: Permission;
  /** Address of the client, for the log. */
  readonly address: string | null;
}

/** What streams are made of. */
export interface EventStreamsOptions {
  readonly events: Pick<EventRepository, 'after' | 'range'>;
  /** How many there may be at the same time. */
  readonly most: number;
  readonly reports: Pick<LimitReports, 'hit'>;
  readonly log: Log;
  /** Milliseconds; default: 15 seconds. */
  readonly alive?: number;
}

/** The streams of events that clients of this process watch. */
export class EventStreams {
  readonly #feed: EventFeed;
  readonly #open = new Set<(reason: EndReason) => void>();
  #isStopping = false;

  constructor(private readonly options: EventStreamsOptions) {
    this.#feed = new EventFeed(options);
  }

  /** How many are open. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * Opens a stream of server-sent events. It ends by itself when it has to, and the last event says why.
   *
   * @throws `INSP_BUSY` where there are too many, `INSP_SHUTTING_DOWN`, and what the database throws
   */
  async open({ selection, after, permission, address }: StreamRequest): Promise<Readable> {
    const { events, most, reports, alive = ALIVE } = this.options;
    if (this.#isStopping) throw new InspectorError('INSP_SHUTTING_DOWN', 'The service is stopping');
    if (this.#feed.followers >= most) {
      reports.hit('watchers', address ?? '');
      throw new InspectorError(
        'INSP_BUSY',
        `${String(most)} clients watch the events of this process (limits.watchers). Try again later, or poll: GET /v1/events without "Accept: text/event-stream".`,
      );
    }
    await this.#feed.join();
    const control = new AbortController();
    const end = (reason: EndReason | undefined): void => control.abort(reason);
    const expiry = expiryTimer(permission, end);
    this.#open.add(end);
    const { signal } = control;
    const watched = watch({ feed: this.#feed, events, selection, after, idle: alive, signal });
    const texts = this.#texts(watched, permission, signal);
    const stream = Readable.from(endingFirst(texts, end), { highWaterMark: 1 });
    stream.once('close', () => {
      clearTimeout(expiry);
      this.#open.delete(end);
      end(undefined);
      this.#feed.leave();
    });
    return stream;
  }

  /** Ends all streams, and opens no more: a server that stops waits for its answers. */
  end(): void {
    this.#isStopping = true;
    for (const end of this.#open) end('stopping');
  }

  async *#texts(
    watched: AsyncIterable<Watched>,
    permission: Permission,
    signal: AbortSignal,
  ): AsyncGenerator<string> {
    const { alive = ALIVE } = this.options;
    let [checked, isReady] = [performance.now(), false];
    for await (const step of watched) {
      // What waited for a slow client may be sent late: nothing more is, once it may not.
      if (signal.aborted) break;
      if (performance.now() - checked >= alive) {
        const reason = await refusal(permission);
        if (reason) return yield endText(reason);
        checked = performance.now();
      }
      if (step.kind === 'slow') return yield endText('slow');
      yield isReady || step.kind !== 'position' ? this.#text(step) : readyText(step.id);
      isReady = true;
    }
    if (signal.aborted && isEndReason(signal.reason)) yield endText(signal.reason);
  }

  #text(step: Exclude<Watched, { kind: 'slow' }>): string {
    if (step.kind === 'events') return step.events.map(eventText).join('');
    return step.kind === 'reset' ? resetText(step.id, step.reason) : aliveText(step.id, this.#feed.isBlind);
  }
}

/** The same texts. Whoever wants no more of them ends what they come from, which may wait for the next event. */
const endingFirst = (
  texts: AsyncGenerator<string>,
  end: (reason: undefined) => void,
): AsyncIterable<string> => ({
  [Symbol.asyncIterator]: () => ({
    next: () => texts.next(),
    return: () => {
      end(undefined);
      return texts.return(undefined);
    },
  }),
});

/** An abort without a reason has an error as its reason. */
const isEndReason = (reason: unknown): reason is EndReason => typeof reason === 'string';

/** Ends a stream with the credentials it was opened with. */
function expiryTimer({ endsAt }: Permission, end: (reason: EndReason) => void): NodeJS.Timeout | undefined {
  if (endsAt === undefined) return undefined;
  const left = Math.min(Math.max(endsAt - Date.now(), 0), LONGEST_TIMER);
  return setTimeout(() => end('unauthenticated'), left).unref();
}

/** Why the caller may not watch any more. While nobody can tell, it goes on until its credentials end. */
async function refusal(permission: Permission): Promise<EndReason | undefined> {
  try {
    const status = (await permission.check())?.error.status;
    if (status === 401) return 'unauthenticated';
    return status === 403 ? 'forbidden' : undefined;
  } catch {
    return undefined;
  }
}
