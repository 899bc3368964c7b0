import type { EventSelection } from './event-selection.js';
import type { RequestOptions } from './request-options.js';
import type { Transport } from './transport.js';
import type { EventPage, EventReset, InspectorEvent } from './types.js';
import { watchEvents, type WatchOptions } from './watch.js';

/** Which page of events. */
export interface EventPageOptions extends RequestOptions, EventSelection {
  /** Id of the last event of the page before; 0: the oldest page. Default: the newest one. */
  readonly after?: number | undefined;
  readonly limit?: number | undefined;
}

/** The part of a client that is about events. */
export interface EventsClient {
  /** A page of events, the oldest first: `GET /v1/events`. */
  list(options?: EventPageOptions): Promise<EventPage>;
  /**
   * Events as they happen, each once and in order, until `signal` is aborted. A connection that is cut is opened again
   * where it was; credentials that have ended are asked for anew (`token`).
   */
  watch(options?: WatchOptions): AsyncIterable<InspectorEvent | EventReset>;
}

/** Makes the part of a client that is about events. */
export const createEventsClient = (transport: Transport): EventsClient => ({
  list: ({ after, limit, signal, ...selection } = {}) =>
    transport.json<EventPage>(
      { method: 'GET', path: ['v1', 'events'], query: { ...queryOf(selection), after, limit }, signal },
      'events',
    ),
  watch: (options = {}) => watchEvents(transport, queryOf(options), options),
});

const queryOf = ({ nodes, states, types }: EventSelection): Record<string, string | undefined> => ({
  node: nodes?.join(','),
  state: states?.join(','),
  type: types?.join(','),
});
