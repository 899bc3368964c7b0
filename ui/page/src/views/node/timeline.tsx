import type { EventPage, InspectorEvent } from '@inspector/client';
import { useEffect, useRef } from 'preact/hooks';
import { query, request } from '../../api/request.js';
import { useLoad } from '../../api/use-load.js';
import { detailsOf, Happened } from '../../parts/event-text.js';
import { ACTIVE } from '../../parts/state.js';
import { dateOf, Duration, Time } from '../../parts/time.js';

/** Milliseconds after its last state for which changes of DHCP belong to an introspection: DHCP is closed behind it. */
const CLOSING = 5000;
/** Changes of DHCP that are shown at most. */
const MOST = 200;

/** What happened in an introspection, step by step, and how long each state lasted. */
export function Timeline({
  events,
  introspection,
}: {
  /** Of the node, the oldest first. */
  readonly events: readonly InspectorEvent[];
  /** Which one; undefined: the newest. */
  readonly introspection?: string;
}) {
  const id = introspection ?? events.findLast((one) => one.introspection !== null)?.introspection;
  const own = events.filter((one) => one.introspection === id && id !== null);
  const states = own.filter(({ state }) => state !== null);
  const [first, last] = [own[0], states.at(-1)];
  const filter = useLoad(`filter ${id ?? ''} ${first?.id ?? ''}`, async (signal) => {
    if (first === undefined) return [];
    const selection = { type: 'pxe-filter', after: first.id, limit: MOST };
    return (await request<EventPage>(`/events${query(selection)}`, { signal })).events;
  });
  const isOver = last?.state != null && !ACTIVE.includes(last.state);
  const looked = useRef(last?.id);
  useEffect(() => {
    if (looked.current === last?.id) return undefined;
    looked.current = last?.id;
    filter.reload();
    if (!isOver) return undefined;
    const closed = setTimeout(filter.reload, CLOSING);
    return () => clearTimeout(closed);
  }, [last?.id]);
  if (first === undefined) return <p class="none">No events of it are kept.</p>;
  const around = (filter.data ?? []).filter(({ time }) => !isOver || time <= endOf(last.time));
  const all = [...own, ...around].sort((one, other) => one.id - other.id);
  return (
    <ol class="course" aria-label="What happened, in this order">
      {all.map((event) => {
        const next = states[states.indexOf(event) + 1];
        return (
          <li key={event.id} class={event.state === null ? 'aside' : undefined}>
            <Happened event={event} />
            <span class="lasted">
              {event.state !== null && ACTIVE.includes(event.state) && (
                <Duration from={event.time} to={next?.time} />
              )}
            </span>
            <span class="said">{detailsOf(event)}</span>
            <Time at={event.time} />
          </li>
        );
      })}
    </ol>
  );
}

const endOf = (time: string): string =>
  new Date((dateOf(time)?.getTime() ?? 0) + CLOSING).toISOString().replace('Z', '');
