import { createHash, createHmac } from 'node:crypto';
import type { EventNews } from '@inspector/plugin-api';

/** What is posted to an endpoint. */
export interface Delivery {
  /** The same whenever the same is posted to the same endpoint, so that it can tell. */
  readonly id: string;
  readonly body: string;
  /** When it happened, milliseconds since 1970; undefined: it is about events that were lost. */
  readonly happened: number | undefined;
}

/** What an endpoint gets for news. A database that was restored from a copy has other events under the same ids, so their times count, too. */
export function deliveryOf(endpoint: string, { events, reset }: EventNews): Delivery {
  const [event] = events;
  if (event === undefined) {
    const { id = 0, reason = 'unknown' } = reset ?? {};
    return {
      id: idOf(endpoint, id, reason),
      body: JSON.stringify({ type: 'reset', id, reason }),
      happened: undefined,
    };
  }
  return {
    id: idOf(endpoint, event.id, event.time),
    body: JSON.stringify(event),
    happened: Date.parse(`${event.time}Z`),
  };
}

/**
 * Headers of a delivery by Standard Webhooks.
 *
 * @param seconds - when it is posted, since 1970
 */
export function signedHeaders(
  { id, body }: Delivery,
  keys: readonly Buffer[],
  seconds: number,
): Readonly<Record<string, string>> {
  const signed = `${id}.${seconds}.${body}`;
  const signatures = keys.map((key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  };
}

function idOf(endpoint: string, id: number, mark: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([endpoint, id, mark]))
    .digest('hex');
  return `msg_${id}_${digest.slice(0, 16)}`;
}
