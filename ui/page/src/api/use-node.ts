import type { InspectorEvent, Introspection } from '@inspector/client';
import { useEffect, useState } from 'preact/hooks';
import { ACTIVE } from '../parts/state.js';
import { part, request } from './request.js';
import { useMay } from './session.js';
import { useEvents } from './use-events.js';
import { useLoad, type Loaded } from './use-load.js';

/** Seconds between two looks at a node: where nobody tells what happens to it, while work goes on, and otherwise. */
const [UNTOLD, BUSY, QUIET] = [2, 10, 60];
/** Events of a node that are kept. */
const KEPT = 200;

/** One node, and what happens to it. */
export interface WatchedNode extends Loaded<Introspection> {
  /** What has happened to it, the oldest first; undefined: not known, or not to be seen. */
  readonly events: readonly InspectorEvent[] | undefined;
}

/** Reads a node, and again when something happens to it. @param id - its UUID or name */
export function useNode(id: string): WatchedNode {
  const mayWatch = useMay()('events');
  const [events, setEvents] = useState<readonly InspectorEvent[]>();
  const [seconds, setSeconds] = useState(UNTOLD);
  const loaded = useLoad(
    id,
    (signal) => request<Introspection>(`/introspection/${part(id)}`, { signal }),
    seconds,
  );
  const uuid = loaded.data?.uuid;
  const { course } = useEvents(
    { node: uuid, type: 'introspection' },
    KEPT,
    {
      onBegin: setEvents,
      onEvents: (news) => {
        setEvents((before) => [...(before ?? []), ...news].slice(-KEPT));
        loaded.reload();
      },
      onReset: loaded.reload,
    },
    mayWatch && uuid !== undefined,
  );
  const isTold = mayWatch && (course === 'live' || course === 'asked');
  const isBusy = loaded.data !== undefined && ACTIVE.includes(loaded.data.state);
  // A place in a queue moves without an event.
  useEffect(() => setSeconds(isTold ? (isBusy ? BUSY : QUIET) : UNTOLD), [isTold, isBusy]);
  return { ...loaded, events };
}
