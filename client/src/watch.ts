import { setTimeout as delay } from 'node:timers/promises';
import { ClientError } from './client-error.js';
import { streamMessages, type StreamMessage } from './event-stream.js';
import type { EventSelection } from './event-selection.js';
import type { Transport } from './transport.js';
import type { EventReset, InspectorEvent } from './types.js';

/** How to watch. */
export interface WatchOptions extends EventSelection {
  /** Id of the last event that was seen; 0: from the oldest that is kept. Default: only what is yet to come. */
  readonly after?: number | undefined;
  /** Ends the watching, which then ends like any other loop. */
  readonly signal?: AbortSignal | undefined;
  /** Called whenever the server has begun to tell: what comes next has a greater id. */
  readonly onReady?: ((id: number) => void) | undefined;
  /** Called whenever the stream was cut and is opened again. */
  readonly onInterruption?: ((reason: ClientError) => void) | undefined;
  /** Milliseconds without a sign of life after which the stream counts as cut. Default 45000; the server gives one every 15 s. */
  readonly silence?: number | undefined;
}

const SILENCE = 45_000;
/** Milliseconds before the first attempt to open a stream again, and the most there are. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [500, 15_000];

/**
 * The events of a server, each once and in order, however often the connection is cut.
 *
 * @throws ClientError when the server refuses, or does not answer the first time
 */
export async function* watchEvents(
  transport: Transport,
  query: Readonly<Record<string, string | undefined>>,
  options: WatchOptions,
): AsyncGenerator<InspectorEvent | EventReset, void, void> {
  const { signal, onInterruption } = options;
  const place: Place = { id: options.after, wasOpen: false, failures: 0 };
  while (signal?.aborted !== true) {
    try {
      yield* oneStream(transport, query, options, place);
    } catch (error) {
      if (signal?.aborted) return;
      if (!(error instanceof ClientError)) throw error;
      if (!place.wasOpen || !mayComeBack(error, place)) throw error;
      place.failures++;
      onInterruption?.(error);
      await pause(Math.min(FIRST_PAUSE * 2 ** (place.failures - 1), LONGEST_PAUSE), signal);
    }
  }
}

/** Where somebody who watches stands. */
interface Place {
  /** Id that was seen last; undefined: the newest when the stream was opened. */
  id: number | undefined;
  wasOpen: boolean;
  /** Attempts since the stream was open last. */
  failures: number;
}

/** A credential that has ended is not refused at once: the next attempt asks for a new one. */
const mayComeBack = (error: ClientError, { failures }: Place): boolean =>
  error.isTransient || (error.status === 401 && failures === 0);

async function* oneStream(
  transport: Transport,
  query: Readonly<Record<string, string | undefined>>,
  { signal, onReady, silence = SILENCE }: WatchOptions,
  place: Place,
): AsyncGenerator<InspectorEvent | EventReset> {
  const request = { method: 'GET', path: ['v1', 'events'], signal } as const;
  const chunks = transport.stream(
    { ...request, query: { ...query, after: place.id } },
    { type: 'text/event-stream', silence },
  );
  for await (const message of streamMessages(chunks)) {
    const told = tellsOf(message);
    if (told.kind === 'end') throw transport.failure(request, told.text, told.status);
    if (told.kind === 'ready') {
      [place.wasOpen, place.failures] = [true, 0];
      onReady?.(told.id);
    }
    const isNew = place.id === undefined || told.kind !== 'event' || told.event.id > place.id;
    if (told.kind === 'event' && isNew) {
      // First: whoever takes this event may end the loop, and come back with its id.
      place.id = told.event.id;
      yield told.event;
    } else if (told.kind === 'reset') {
      place.id = told.reset.id;
      yield told.reset;
    } else if (message.id !== undefined && told.kind !== 'event') place.id = Number(message.id);
  }
  throw transport.failure(request, 'The stream of events was cut');
}

type Told =
  | { readonly kind: 'event'; readonly event: InspectorEvent }
  | { readonly kind: 'reset'; readonly reset: EventReset }
  | { readonly kind: 'ready'; readonly id: number }
  | { readonly kind: 'end'; readonly text: string; readonly status: number | undefined }
  | { readonly kind: 'alive' };

const END_STATUS: ReadonlyMap<string, number> = new Map([
  ['unauthenticated', 401],
  ['forbidden', 403],
]);

function tellsOf({ name, data }: StreamMessage): Told {
  if (data === '') return { kind: 'alive' };
  const value = JSON.parse(data) as never;
  if (name === 'message') return { kind: 'event', event: value };
  const { id, reason, message } = value as { id: number; reason: string; message: string };
  if (name === 'ready') return { kind: 'ready', id };
  if (name === 'reset') return { kind: 'reset', reset: { id, reset: reason as EventReset['reset'] } };
  // Names that a later version may send are none of this one's business.
  return name === 'end' ? { kind: 'end', text: message, status: END_STATUS.get(reason) } : { kind: 'alive' };
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await delay(milliseconds, undefined, signal ? { signal } : {}).catch(() => undefined);
}
