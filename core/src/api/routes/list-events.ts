import { STATES } from '@inspector/plugin-api';
import type { EventRepository, EventSelection } from '../../db/types.js';
import { lostAfter } from '../../events/watch.js';
import { eventBody } from '../../events/event-body.js';
import { eventId, eventQuery } from '../events/event-query.js';
import { limitOf } from '../list-query.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { ApiRequest, Route } from '../route.js';

const STREAM = 'text/event-stream';

/** `GET /v1/events`: a page of events, or a stream of them. */
export const listEvents: Route = {
  method: 'GET',
  path: '/v1/events',
  operation: 'listEvents',
  summary: 'List or watch what happens to introspections, rules and the PXE filter',
  policy: 'introspection:events',
  parameters: [
    {
      name: 'node',
      in: 'query',
      description: 'Only events of these nodes: UUIDs, or names in the bare metal service; 500 at most.',
      schema: { type: 'array', items: { type: 'string', minLength: 1 } },
      style: 'form',
      explode: false,
    },
    {
      name: 'state',
      in: 'query',
      description: 'Only events of introspections that come to one of these states.',
      schema: { type: 'array', items: { enum: STATES } },
      style: 'form',
      explode: false,
    },
    {
      name: 'type',
      in: 'query',
      description: 'Only events of these types, or whose type begins with one of them and a dot.',
      schema: { type: 'array', items: { type: 'string' } },
      style: 'form',
      explode: false,
    },
    {
      name: 'after',
      in: 'query',
      description:
        'Id of the last event that was seen; 0: from the oldest one that is kept. A page without it has the newest events, a ' +
        'stream without it those that are yet to come. In a stream the header `Last-Event-ID` wins.',
      schema: { type: 'integer', minimum: 0 },
    },
    {
      name: 'limit',
      in: 'query',
      description: 'Most events of a page; 0: as many as one answer may hold. A stream has no limit.',
      schema: { type: 'integer', minimum: 0 },
    },
  ],
  responses: {
    200: {
      description:
        'A page of events, oldest first. With `Accept: text/event-stream`, a stream of server-sent events that goes on.',
      schema: schemaRef('Events'),
      text: STREAM,
    },
  },
  failures: {
    404: 'The bare metal service knows no node of this name.',
    503: 'Too many clients watch, or the service is stopping.',
  },
  handle: async (request, { config, conductor, events, streams }) => {
    const selection = await eventQuery(request.query, conductor);
    const after = request.query.get('after');
    const from = after === null ? undefined : eventId(after, '"after"');
    if (!wantsStream(request.header('accept'))) {
      const limit = limitOf(request.query.get('limit'), config.apiMaxLimit);
      return json(200, await pageOf(events, from, selection, limit));
    }
    const { permission, address } = request;
    const stream = await streams.open({ selection, after: lastSeen(request) ?? from, permission, address });
    // `no-transform` and the last one keep proxies from holding events back.
    const headers = { 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' };
    return { status: 200, body: stream, type: `${STREAM}; charset=utf-8`, headers };
  },
};

/** The header that a client sends when it comes back. A browser sends it empty where it has seen nothing. */
function lastSeen(request: ApiRequest): number | undefined {
  const text = request.header('last-event-id')?.trim();
  return text === undefined || text === '' ? undefined : eventId(text, 'Last-Event-ID');
}

/** Whether a stream is asked for by name: whoever takes anything gets an answer that ends. */
const wantsStream = (accept = ''): boolean =>
  accept
    .toLowerCase()
    .split(',')
    .some((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
      return type === STREAM && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    });

/** A page of events, and where the next one begins. */
async function pageOf(
  events: Pick<EventRepository, 'after' | 'newest' | 'range'>,
  from: number | undefined,
  selection: EventSelection,
  limit: number,
): Promise<object> {
  // First: what is committed after this is beyond the newest.
  const range = await events.range();
  const reset = from === undefined ? undefined : lostAfter(from, range);
  if (reset) return { events: [], last: range.newest, reset };
  const page = { ...selection, limit };
  const found = await (from === undefined ? events.newest(page) : events.after(from, page));
  const seen = found.at(-1)?.id ?? 0;
  const isFull = from !== undefined && found.length === limit;
  return { events: found.map(eventBody), last: isFull ? seen : Math.max(seen, range.newest), reset: null };
}
