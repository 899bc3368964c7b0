import type { HookResult } from '@inspector/client';
import { request } from '../../api/request.js';
import { useMay } from '../../api/session.js';
import { useLoad } from '../../api/use-load.js';
import { Notice, Shown } from '../../parts/notice.js';
import { Mark, type Kind } from '../../parts/state.js';
import { Table } from '../../parts/table.js';
import { shown } from '../../parts/text.js';
import type { NodeTabProps } from './node.js';
import { Timeline } from './timeline.js';
import { Why } from './why.js';

const OUTCOMES: Readonly<Record<HookResult['outcome'], Kind>> = {
  ok: 'good',
  degraded: 'warn',
  failed: 'bad',
  skipped: 'off',
};

/** How a node stands: what it waits for, why it failed, how the hooks went. */
export function NowTab({ uuid, status, events }: NodeTabProps) {
  const may = useMay();
  const { state, error, step, queue } = status;
  const key = `${uuid} ${state} ${status.started_at ?? ''}`;
  const hooks = useLoad(`hooks ${key}`, async (signal) => {
    const { results } = await request<{ results: readonly HookResult[] }>(`/introspection/${uuid}/results`, {
      signal,
    });
    return results;
  });
  return (
    <>
      {error !== null && (
        <Notice title="The introspection failed." kind="bad">
          <p class="said">{shown(error)}</p>
        </Notice>
      )}
      {queue !== undefined && (
        <Notice title={`Waits for its turn to be rebooted: ${queue.position} of ${queue.length}.`} />
      )}
      {step !== undefined && (
        <Notice title="Waits for something.">
          <p class="said">{shown(step)}</p>
        </Notice>
      )}
      {may('diagnosis') && <Why uuid={uuid} about={key} />}
      {events !== undefined && (
        <>
          <h2>What happened</h2>
          <Timeline events={events} />
        </>
      )}
      <h2>Hooks</h2>
      <Shown loaded={hooks}>
        {(results) =>
          results.length === 0 ? (
            <p class="none">No hook has run yet.</p>
          ) : (
            <Table
              label="Hooks"
              rows={results}
              keyOf={({ hook }) => hook}
              columns={[
                {
                  name: 'Outcome',
                  cell: ({ outcome }) => <Mark kind={OUTCOMES[outcome]}>{outcome}</Mark>,
                },
                { name: 'Hook', cell: ({ hook }) => <code>{shown(hook, 100)}</code> },
                {
                  name: 'Took',
                  kind: 'number',
                  cell: ({ milliseconds }) =>
                    milliseconds < 1 ? 'under 1 ms' : `${Math.round(milliseconds)} ms`,
                },
                { name: 'What it said', kind: 'long', cell: ({ message }) => shown(message ?? '–') },
              ]}
            />
          )
        }
      </Shown>
    </>
  );
}
