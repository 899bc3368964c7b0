import type { EventPage, InspectorEvent, ResetReason } from '@inspector/client';
import { streamMessages, type StreamMessage } from '@inspector/client/event-stream';
import { ApiFailure, open, query, request } from './request.js';
import { pause, seen } from './waiting.js';

/** Which events; without a member, all of them. */
export interface EventChoice {
  /** UUID or name. */
  readonly node?: string | undefined;
  /** Types, or what they begin with before a dot, with commas between them. */
  readonly type?: string | undefined;
}

/** How events come: not yet, as they happen, by asking every two seconds, or not at the moment. */
export type Course = 'joining' | 'live' | 'asked' | 'cut';

/** Told of what happens. */
export interface EventListener {
  /** The newest events that there are, the oldest of them first: once, before anything else. */
  readonly onBegin: (events: readonly InspectorEvent[]) => void;
  /** The oldest first; each once. */
  readonly onEvents: (events: readonly InspectorEvent[]) => void;
  /** Events were lost: look anew at what was learned of them. */
  readonly onReset: (reason: ResetReason) => void;
  readonly onCourse: (course: Course, error?: Error) => void;
}

/** Milliseconds that the beginning of a stream may take; a proxy that holds it back would hold events back, too. */
const BEGINS = 5000;
/** Milliseconds without a sign of life after which a stream is dead; the service gives one every 15 seconds. */
const SILENCE = 45_000;
/** Milliseconds between two questions where there is no stream, and until a stream is tried again. */
const [ASK, TRY_AGAIN] = [2000, 120_000];
/** Milliseconds for which events are gathered: a view is drawn once for all of them. */
const GATHER = 100;
const [FIRST_PAUSE, LONGEST_PAUSE] = [500, 15_000];

/**
 * Follows events until the signal is aborted, over cuts and restarts of the service; rests while nobody can see the page. Gives up
 * where the service refuses, and says so.
 *
 * @param recent - most events that have happened already to begin with
 */
export async function followEvents(
  choice: EventChoice,
  recent: number,
  listener: EventListener,
  signal: AbortSignal,
): Promise<void> {
  const place: Place = { id: undefined };
  let failures = 0;
  let askUntil = 0;
  while (!signal.aborted) {
    await seen(signal);
    if (signal.aborted) return;
    try {
      if (place.id === undefined) await begin(choice, recent, place, listener, signal);
      if (Date.now() < askUntil) await askOnce(choice, place, listener, signal);
      else await watch(choice, place, listener, signal);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      const status = error instanceof ApiFailure ? error.status : undefined;
      if (error instanceof HeldBack || status === 503) askUntil = Date.now() + TRY_AGAIN;
      else {
        listener.onCourse('cut', error as Error);
        if (status !== undefined && status >= 400 && status < 500 && status !== 429) return;
        await pause(Math.min(FIRST_PAUSE * 2 ** failures++, LONGEST_PAUSE), signal);
      }
    }
  }
}

/** Where somebody who follows stands. */
interface Place {
  /** Id of the last event that was seen, or has passed. */
  id: number | undefined;
}

async function begin(
  choice: EventChoice,
  recent: number,
  place: Place,
  listener: EventListener,
  signal: AbortSignal,
): Promise<void> {
  const page = await request<EventPage>(`/events${query({ ...choice, limit: recent })}`, { signal });
  place.id = page.last;
  listener.onBegin(page.events);
}

/** Something on the way holds answers back until they are whole. */
class HeldBack extends Error {}

/** Follows one stream until it ends, or until nobody sees the page. */
async function watch(
  choice: EventChoice,
  place: Place,
  listener: EventListener,
  signal: AbortSignal,
): Promise<void> {
  const control = new AbortController();
  const end = (): void => control.abort();
  const hide = (): void => (document.hidden ? end() : undefined);
  let isHeldBack = false;
  const noBeginning = setTimeout(() => {
    isHeldBack = true;
    end();
  }, BEGINS);
  let silence = setTimeout(end, SILENCE);
  const gathered = gather(listener);
  signal.addEventListener('abort', end);
  document.addEventListener('visibilitychange', hide);
  try {
    const { body } = await open(`/events${query({ ...choice })}`, {
      accept: 'text/event-stream',
      headers: { 'Last-Event-ID': String(place.id) },
      signal: control.signal,
    });
    for await (const message of streamMessages(chunksOf(body))) {
      clearTimeout(noBeginning);
      clearTimeout(silence);
      silence = setTimeout(end, SILENCE);
      take(message, place, { ...listener, onEvents: gathered.add });
    }
    throw new Error('The stream of events was cut.');
  } catch (error) {
    if (isHeldBack) throw new HeldBack();
    if (document.hidden && control.signal.aborted) return;
    throw control.signal.aborted ? new Error('The service gave no sign of life.') : error;
  } finally {
    gathered.flush();
    clearTimeout(noBeginning);
    clearTimeout(silence);
    signal.removeEventListener('abort', end);
    document.removeEventListener('visibilitychange', hide);
    end();
  }
}

function take({ name, data, id }: StreamMessage, place: Place, listener: EventListener): void {
  if (id !== undefined) place.id = Number(id);
  if (data === '') return;
  if (name === 'message') listener.onEvents([JSON.parse(data) as InspectorEvent]);
  else if (name === 'ready') listener.onCourse('live');
  else if (name === 'reset') listener.onReset((JSON.parse(data) as { reason: ResetReason }).reason);
  else if (name === 'end') throw new Error((JSON.parse(data) as { message: string }).message);
}

/** Where no stream comes through: asks for what is new, and waits for a moment. */
async function askOnce(
  choice: EventChoice,
  place: Place,
  listener: EventListener,
  signal: AbortSignal,
): Promise<void> {
  const page = await request<EventPage>(`/events${query({ ...choice, after: place.id, limit: 500 })}`, {
    signal,
  });
  listener.onCourse('asked');
  if (page.reset !== null) listener.onReset(page.reset);
  if (page.events.length > 0) listener.onEvents(page.events);
  place.id = page.last;
  if (page.events.length < 500) await pause(ASK, signal);
}

/** Passes events on in groups. */
function gather({ onEvents }: EventListener) {
  let events: InspectorEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const group = events;
    events = [];
    if (group.length > 0) onEvents(group);
  };
  return {
    add: (more: readonly InspectorEvent[]): void => {
      events.push(...more);
      timer ??= setTimeout(flush, GATHER);
    },
    flush,
  };
}

/** Not all browsers can loop over a body. */
async function* chunksOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  for (;;) {
    const step = await reader?.read();
    if (step?.value === undefined) return;
    yield step.value;
  }
}
