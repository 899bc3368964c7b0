import type { StoredEvent } from '../../db/types.js';
import type { ResetReason } from '../../events/watch.js';
import { eventBody } from '../../events/event-body.js';

/**
 * Why a stream ends: the credentials have ended, the caller may not watch any more, events come faster than they are taken,
 * the service stops.
 */
export type EndReason = 'unauthenticated' | 'forbidden' | 'slow' | 'stopping';

/** Milliseconds after which a client connects again whose stream has ended. */
const RETRY = 2000;

const END_TEXTS: Readonly<Record<EndReason, string>> = {
  unauthenticated: 'The credentials have ended. Connect again with new ones.',
  forbidden: 'The policy does not let this caller watch any more.',
  slow: 'Events come faster than they are taken. Connect again with the last id, and take them sooner or select fewer.',
  stopping: 'The service stops. Connect again with the last id.',
};

/** Events are written once, however many watch. */
const written = new WeakMap<StoredEvent, string>();

/** An event of the table. It has no name, so that a browser gives all of them to one listener. */
export function eventText(event: StoredEvent): string {
  let text = written.get(event);
  if (text === undefined) {
    text = `id: ${String(event.id)}\ndata: ${JSON.stringify(eventBody(event))}\n\n`;
    written.set(event, text);
  }
  return text;
}

/** The beginning of a stream: what comes next has a greater id. */
export const readyText = (id: number): string => `retry: ${String(RETRY)}\n${named('ready', { id }, id)}`;

/**
 * What is sent while nothing happens. It moves the id that a client comes back with: events that it did not select have
 * passed, and may be gone by then.
 */
export const aliveText = (id: number, isBlind: boolean): string =>
  `id: ${String(id)}\n: ${isBlind ? 'the database does not answer' : 'nothing new'}\n\n`;

/** Events are lost: whoever watches has to look anew at what it knows. */
export const resetText = (id: number, reason: ResetReason): string => named('reset', { id, reason }, id);

/** The end of a stream. */
export const endText = (reason: EndReason): string => named('end', { reason, message: END_TEXTS[reason] });

const named = (name: string, data: object, id?: number): string =>
  `${id === undefined ? '' : `id: ${String(id)}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
