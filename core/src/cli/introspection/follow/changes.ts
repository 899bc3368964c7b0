import { setTimeout as pause } from 'node:timers/promises';
import { ClientError, type InspectorClient } from '@inspector/client';
import { standingIn, type Standing } from './standing.js';

/** How changes are followed. */
export interface Following {
  readonly client: Pick<InspectorClient, 'events'>;
  /** Id of the newest event before the first look; undefined: the server does not tell of events. */
  readonly after: number | undefined;
  /** UUIDs of the nodes; undefined: all. */
  readonly nodes?: ReadonlySet<string>;
  /** Looks how all that are still of interest stand: after events were lost, or where there are none. */
  readonly look: () => Promise<readonly Standing[]>;
  /** Milliseconds between two looks where there are no events. */
  readonly interval: number;
  readonly signal: AbortSignal;
  /** Told when the server is away, or has no events. */
  readonly onTrouble: (text: string) => void;
}

/** Nodes that a request for events names; whoever follows more sorts out by itself, as a line of a request has an end. */
const MOST_NAMED = 100;
/** Looks in a row that may get no answer: a server may be restarted meanwhile. */
const TOLERANCE = 5;

/**
 * The id of the newest event, from which on changes can be followed. To be asked before the first look, so that no change is lost.
 *
 * @returns undefined where the server does not let the caller see events, or is of a version without them
 */
export async function newestEvent(
  client: Pick<InspectorClient, 'events'>,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    return (await client.events.list({ limit: 1, signal })).last;
  } catch (error) {
    if (isWithoutEvents(error)) return undefined;
    throw error;
  }
}

/**
 * Each change of introspections, in order, until the signal is aborted: from the events of the server, however often it is away.
 * Where it has no events for the caller, it is asked from time to time, and a state that passes quickly may be missed.
 */
export async function* changes(following: Following): AsyncGenerator<Standing, void, void> {
  const { client, after, nodes, look, signal, onTrouble } = following;
  if (after === undefined) return yield* looks(following);
  const named = nodes !== undefined && nodes.size <= MOST_NAMED ? { nodes: [...nodes] } : {};
  const onInterruption = ({ message }: Error): void => onTrouble(`${message} Trying to go on where it was.`);
  try {
    const events = client.events.watch({
      ...{ ...named, types: ['introspection'], after, signal, onInterruption },
    });
    for await (const event of events) {
      if ('reset' in event) yield* await patiently(look, signal, following.interval);
      else {
        const standing = standingIn(event);
        if (standing !== undefined && (nodes?.has(standing.uuid) ?? true)) yield standing;
      }
    }
  } catch (error) {
    if (!isWithoutEvents(error)) throw error;
    onTrouble(`${(error as ClientError).message} Asking from time to time instead.`);
    yield* looks(following);
  }
}

/** Whether a server answers, but not with events: it has none, or none for this caller, or too many watch already. */
const isWithoutEvents = (error: unknown): boolean =>
  error instanceof ClientError && error.status !== undefined && error.status !== 401;

async function* looks({ look, interval, signal }: Following): AsyncGenerator<Standing, void, void> {
  while (!signal.aborted) {
    yield* await patiently(look, signal, interval);
    await pause(interval, undefined, { signal }).catch(() => undefined);
  }
}

/** A look, tried again while the server is away. */
async function patiently(
  look: () => Promise<readonly Standing[]>,
  signal: AbortSignal,
  interval: number,
): Promise<readonly Standing[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await look();
    } catch (error) {
      if (signal.aborted) return [];
      const isPassing = error instanceof ClientError && error.isTransient;
      if (!isPassing || tries > TOLERANCE) throw error;
      await pause(interval, undefined, { signal }).catch(() => undefined);
    }
  }
}
