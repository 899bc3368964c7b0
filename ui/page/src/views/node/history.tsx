import type { Run, RunDetails } from '@inspector/client';
import { useState } from 'preact/hooks';
import { request } from '../../api/request.js';
import { useMay } from '../../api/session.js';
import { useLoad } from '../../api/use-load.js';
import { DifferenceList } from '../../parts/differences.js';
import { Shown } from '../../parts/notice.js';
import { Mark, State } from '../../parts/state.js';
import { Table } from '../../parts/table.js';
import { count, shown } from '../../parts/text.js';
import { Duration, Time } from '../../parts/time.js';
import { linkTo } from '../../router.js';
import type { NodeTabProps } from './node.js';
import { Timeline } from './timeline.js';

const BEGAN: Readonly<Record<string, string>> = {
  start: 'started by request',
  recognise: 'posted by a machine in use',
  enroll: 'posted by an unknown machine',
  reapply: 'data processed again',
};

/** Loads the introspections of a node that are over, the newest first. */
export const useRuns = (uuid: string, about: string) =>
  useLoad(`runs ${uuid} ${about}`, async (signal) => {
    const { history } = await request<{ history: readonly Run[] }>(`/introspection/${uuid}/history`, {
      signal,
    });
    return history;
  });

/** All introspections of a node that are kept, and what each of them changed. */
export function HistoryTab({ uuid, status, place, events }: NodeTabProps) {
  const runs = useRuns(uuid, status.finished_at ?? '');
  const may = useMay();
  const asked = Number(place.query.get('run') ?? NaN);
  return (
    <Shown loaded={runs}>
      {(list) => {
        if (list.length === 0) return <p class="none">No introspection of this node is over yet.</p>;
        const open = list.find(({ number }) => number === asked) ?? list[0];
        return (
          <>
            <ol class="timeline" aria-label="Introspections, the newest first">
              {list.map((run) => (
                <li key={run.number} class={run === open ? 'open' : undefined}>
                  <a
                    href={linkTo(['node', uuid, 'history'], { run: String(run.number) })}
                    aria-current={run === open ? 'true' : undefined}
                  >
                    Introspection {run.number}
                  </a>
                  <State state={run.state} />
                  <span>
                    <Time at={run.finished_at} />, took{' '}
                    <Duration from={run.started_at} to={run.finished_at} />
                  </span>
                  <span class="how">
                    {BEGAN[run.began ?? ''] ?? 'not known how it began'}
                    {run.user === null ? '' : `, by ${shown(run.user, 80)}`}
                  </span>
                  {run.degraded === true && (
                    <a class="quiet" href={linkTo(['node', uuid, 'baseline'])}>
                      <Mark kind="warn">{`degraded: ${count(run.deviations?.count ?? 0, 'part')}`}</Mark>
                    </a>
                  )}
                  {run.error !== null && <p class="error">{shown(run.error, 400)}</p>}
                </li>
              ))}
            </ol>
            {list.length > 1 && <Choose uuid={uuid} runs={list} />}
            {open !== undefined && events !== undefined && (
              <section aria-labelledby="course">
                <h2 id="course">What happened in introspection {open.number}</h2>
                <Timeline events={events} introspection={open.introspection} />
              </section>
            )}
            {open?.deviations != null && open.deviations.count > 0 && (
              <section aria-labelledby="deviations">
                <h2 id="deviations">How it deviated from the baseline</h2>
                <DifferenceList of={open.deviations.parts} />
              </section>
            )}
            {open !== undefined && may('data') && <Details uuid={uuid} run={open} />}
          </>
        );
      }}
    </Shown>
  );
}

/** Two introspections to compare. */
export function Choose({
  uuid,
  runs,
  from,
  to,
}: {
  readonly uuid: string;
  readonly runs: readonly Run[];
  readonly from?: number;
  readonly to?: number;
}) {
  const withData = runs.filter(({ kept_data }) => kept_data !== 'none');
  const [one, setOne] = useState(String(from ?? withData[1]?.number ?? ''));
  const [other, setOther] = useState(String(to ?? withData[0]?.number ?? ''));
  if (withData.length < 2) return null;
  const select = (label: string, value: string, set: (value: string) => void) => (
    <label>
      {label}
      <select value={value} onChange={(event) => set(event.currentTarget.value)}>
        {withData.map((run) => (
          <option key={run.number} value={String(run.number)}>
            {run.number} ({run.state}, {(run.finished_at ?? '').slice(0, 16).replace('T', ' ')} UTC)
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div class="choose">
      {select('Compare', one, setOne)}
      {select('with', other, setOther)}
      <a class="button" href={linkTo(['node', uuid, 'compare'], { from: one, to: other })}>
        Show what differs
      </a>
    </div>
  );
}

function Details({ uuid, run }: { readonly uuid: string; readonly run: Run }) {
  const loaded = useLoad(`run ${uuid} ${run.number}`, (signal) =>
    request<RunDetails>(`/introspection/${uuid}/history/${run.number}`, { signal }),
  );
  return (
    <section aria-labelledby="changed">
      <h2 id="changed">What introspection {run.number} changed</h2>
      <Shown loaded={loaded}>
        {({ rules, changes, changes_left_out }) => (
          <>
            {rules.length > 0 && (
              <Table
                label="Rules whose conditions held"
                rows={rules}
                keyOf={({ uuid: rule }) => rule}
                columns={[
                  {
                    name: 'Rule',
                    cell: (rule) => <a href={linkTo(['rules', rule.uuid])}>{shown(rule.name, 200)}</a>,
                  },
                  { name: 'Outcome', cell: ({ outcome }) => outcome },
                ]}
              />
            )}
            {changes.length === 0 ? (
              <p class="none">It changed nothing of the node.</p>
            ) : (
              <Table
                label="Changes"
                rows={changes}
                keyOf={(_change, at) => String(at)}
                columns={[
                  { name: 'By', cell: ({ by }) => shown(by ?? 'the service', 120) },
                  { name: 'Of', cell: ({ target }) => shown(target, 80) },
                  {
                    name: 'Change',
                    kind: 'mono',
                    cell: ({ op, path }) => `${shown(op, 20)} ${shown(path ?? '', 200)}`,
                  },
                  {
                    name: 'Value',
                    kind: 'long',
                    cell: ({ value }) => (value === undefined ? '–' : <code>{shown(value, 300)}</code>),
                  },
                ]}
              />
            )}
            {changes_left_out > 0 && <p>{changes_left_out} further changes are not kept.</p>}
          </>
        )}
      </Shown>
    </section>
  );
}
