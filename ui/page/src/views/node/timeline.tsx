import type { EventPage, InspectorEvent } from '@inspector/client';
import { useEffect, useRef } from 'preact/hooks';
import { request } from '../../api/request.js';
import { useLoad } from '../../api/use-load.js';
import { detailsOf, Happened } from '../../parts/event-text.js';
import { ACTIVE } from '../../parts/state.js';
import { dateOf, Duration, Time } from '../../parts/time.js';

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
  const filter = useLoad(`filter ${id ?? ''}`, (signal) =>
    request<EventPage>('/events?type=pxe-filter&limit=200', { signal }),
  );
  const looked = useRef(last?.id);
  useEffect(() => {
    if (looked.current !== last?.id) filter.reload();
    looked.current = last?.id;
  }, [last?.id]);
  if (first === undefined) return <p class="none">No events of it are kept.</p>;
  const isOver = last?.state != null && !ACTIVE.includes(last.state);
  const around = (filter.data?.events ?? []).filter(
    ({ time }) => time >= first.time && (!isOver || time <= endOf(last.time)),
  );
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

/** DHCP closes a moment after the last state. */
const endOf = (time: string): string =>
  new Date((dateOf(time)?.getTime() ?? 0) + 5000).toISOString().replace('Z', '');
