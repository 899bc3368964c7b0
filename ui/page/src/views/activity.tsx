import type { InspectorEvent, ResetReason } from '@inspector/client';
import { useRef, useState } from 'preact/hooks';
import { useEvents } from '../api/use-events.js';
import { Chip } from '../parts/chip.js';
import { detailsOf, Happened } from '../parts/event-text.js';
import { Live } from '../parts/live.js';
import { More } from '../parts/more.js';
import { Failure, Notice } from '../parts/notice.js';
import { Table } from '../parts/table.js';
import { count, shown } from '../parts/text.js';
import { Time } from '../parts/time.js';
import { linkTo, replaceQuery, type Place } from '../router.js';

/** Events that are kept, and rows that are drawn at once. */
const [KEPT, ROWS] = [500, 50];

/** Groups of events that somebody may want to see apart. */
const GROUPS: readonly (readonly [type: string, word: string])[] = [
  ['introspection', 'Introspections'],
  ['introspection.error', 'Failures'],
  ['introspection.degraded', 'Deviations'],
  ['rules', 'Rules'],
  ['pxe-filter', 'DHCP filter'],
];

/** What happens, as it happens. */
export function ActivityView({ place }: { readonly place: Place }) {
  const [node, type] = ['node', 'type'].map((name) => place.query.get(name) ?? '') as [string, string];
  const set = (query: Record<string, string>): void => replaceQuery(['activity'], { type, node, ...query });
  const types = type.split(',').filter((one) => one !== '');
  const toggle = (one: string): void =>
    set({ type: (types.includes(one) ? types.filter((other) => other !== one) : [...types, one]).join(',') });
  const others = types
    .filter((one) => !GROUPS.some(([known]) => known === one))
    .map((one) => [one, shown(one, 64)] as const);
  return (
    <>
      <h1>Activity</h1>
      <div class="toolbar">
        <NodeField key={node} node={node} onChange={(value) => set({ node: value })} />
        <div class="chips" role="group" aria-label="Kinds of events">
          <Chip isOn={types.length === 0} onClick={() => set({ type: '' })}>
            Everything
          </Chip>
          {[...GROUPS, ...others].map(([one, word]) => (
            <Chip key={one} isOn={types.includes(one)} onClick={() => toggle(one)}>
              {word}
            </Chip>
          ))}
        </div>
      </div>
      <Events key={`${type} ${node}`} node={node} type={type} />
    </>
  );
}

/** The node whose events are shown: taken when it is whole, because the service has to look for it. */
function NodeField({ node, onChange }: { readonly node: string; readonly onChange: (node: string) => void }) {
  return (
    <form
      class="search"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(String(new FormData(event.currentTarget).get('node') ?? '').trim());
      }}
    >
      <label>
        <span class="unseen">Only events of a node</span>
        <input
          type="search"
          name="node"
          defaultValue={node}
          placeholder="Name or UUID of a node, then Enter"
          autocapitalize="off"
          onChange={(event) => onChange(event.currentTarget.value.trim())}
        />
      </label>
    </form>
  );
}

/** What is known of what happened. */
interface Known {
  /** The newest first. */
  readonly events: readonly InspectorEvent[];
  /** Why some are missing. */
  readonly lost?: ResetReason;
}

function Events({ node, type }: { readonly node: string; readonly type: string }) {
  const [known, setKnown] = useState<Known>();
  const [held, setHeld] = useState<readonly InspectorEvent[]>();
  const [most, setMost] = useState(ROWS);
  const isPaused = held !== undefined;
  const paused = useRef(false);
  paused.current = isPaused;
  const add = (news: readonly InspectorEvent[]): void =>
    setKnown((before) => ({ ...before, events: joined(news, before?.events ?? []) }));
  const following = useEvents({ ...(node === '' ? {} : { node }), ...(type === '' ? {} : { type }) }, 200, {
    onBegin: (events) => setKnown({ events: [...events].reverse() }),
    onEvents: (news) => {
      if (paused.current) setHeld((before) => joined(news, before ?? []));
      else add(news);
    },
    onReset: (reason) => setKnown((before) => ({ events: before?.events ?? [], lost: reason })),
  });
  const resume = (): void => {
    add([...(held ?? [])].reverse());
    setHeld(undefined);
  };
  if (known === undefined) {
    return following.error === undefined ? (
      <p class="loading" role="status">
        Loading…
      </p>
    ) : (
      <Failure error={following.error} reload={following.again} />
    );
  }
  const { events, lost } = known;
  return (
    <>
      <div class="buttons">
        <Live of={following} />
        <button type="button" aria-pressed={isPaused} onClick={() => (isPaused ? resume() : setHeld([]))}>
          {isPaused ? `Go on (${held.length === KEPT ? `${KEPT} or more` : held.length} new)` : 'Pause'}
        </button>
        {following.error !== undefined && (
          <span class="stale" role="status">
            {shown(following.error.message, 300)}
          </span>
        )}
      </div>
      {lost !== undefined && (
        <Notice title="Some events are missing.">
          {lost === 'deleted'
            ? 'They were deleted before they could be shown.'
            : 'The database is another one than before, or was restored from a copy.'}
        </Notice>
      )}
      {events.length === 0 ? (
        <Notice
          title={node === '' && type === '' ? 'Nothing has happened yet.' : 'No event fits the filter.'}
        >
          What happens from now on is shown here.
        </Notice>
      ) : (
        <>
          <p class="count">
            {events.length < KEPT ? count(events.length, 'event') : `The newest ${KEPT} events`}, the newest
            first
          </p>
          <Table
            label="Events"
            name="activity"
            rows={events.slice(0, most)}
            keyOf={({ id }) => String(id)}
            columns={COLUMNS}
          />
          {events.length > most && (
            <More drawn={most} onMore={() => setMost(most + ROWS)}>
              Show {Math.min(ROWS, events.length - most)} more of {events.length}
            </More>
          )}
        </>
      )}
    </>
  );
}

/** @param news - the oldest first */
const joined = (
  news: readonly InspectorEvent[],
  before: readonly InspectorEvent[],
): readonly InspectorEvent[] => [...[...news].reverse(), ...before].slice(0, KEPT);

const COLUMNS = [
  { name: 'When', cell: ({ time }: InspectorEvent) => <Time at={time} /> },
  { name: 'Event', cell: (event: InspectorEvent) => <Happened event={event} /> },
  {
    name: 'Node',
    cell: ({ node, name }: InspectorEvent) =>
      node === null ? '–' : <a href={linkTo(['node', node])}>{shown(name ?? node, 120)}</a>,
  },
  { name: 'More', kind: 'long' as const, cell: (event: InspectorEvent) => detailsOf(event) || '–' },
];
