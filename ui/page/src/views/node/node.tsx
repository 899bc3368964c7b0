import type { InspectorEvent, Introspection } from '@inspector/client';
import type { ComponentType } from 'preact';
import { useNode } from '../../api/use-node.js';
import { Shown } from '../../parts/notice.js';
import { ACTIVE, State } from '../../parts/state.js';
import { shown } from '../../parts/text.js';
import { Duration, Time } from '../../parts/time.js';
import { linkTo, type Place } from '../../router.js';
import { NodeActions } from '../node-actions.js';
import { BaselineTab } from './baseline.js';
import { CompareTab } from './compare.js';
import { DataTab } from './data.js';
import { HardwareTab } from './hardware.js';
import { HistoryTab } from './history.js';
import { NowTab } from './now.js';

/** What a part of the view of a node gets. */
export interface NodeTabProps {
  readonly uuid: string;
  readonly status: Introspection;
  readonly place: Place;
  /** What has happened to the node, the oldest first; undefined: not known, or not to be seen. */
  readonly events: readonly InspectorEvent[] | undefined;
}

const TABS: readonly {
  readonly path: string;
  readonly title: string;
  readonly Tab: ComponentType<NodeTabProps>;
}[] = [
  { path: '', title: 'Now', Tab: NowTab },
  { path: 'hardware', title: 'Hardware', Tab: HardwareTab },
  { path: 'history', title: 'Introspections', Tab: HistoryTab },
  { path: 'compare', title: 'Compare', Tab: CompareTab },
  { path: 'baseline', title: 'Baseline', Tab: BaselineTab },
  { path: 'data', title: 'Data', Tab: DataTab },
];

/** The view of all nodes, or that of one where the place names it. */
export const NodeOrNodes =
  (All: ComponentType<{ readonly place: Place }>): ComponentType<{ readonly place: Place }> =>
  ({ place }) =>
    place.parts[0] === 'node' && place.parts[1] !== undefined ? (
      <NodeView key={place.parts[1]} id={place.parts[1]} place={place} />
    ) : (
      <All place={place} />
    );

/** One node: how it stands, what it is, and what has happened to it. */
function NodeView({ id, place }: { readonly id: string; readonly place: Place }) {
  const loaded = useNode(id);
  return (
    <>
      <p class="path">
        <a href={linkTo(['nodes'])}>Nodes</a>
      </p>
      {loaded.data === undefined && <h1>{shown(id, 120)}</h1>}
      <Shown loaded={loaded}>
        {(status) => {
          const name = shown(status.name ?? status.uuid, 120);
          const open = TABS.find(({ path }) => path === (place.parts[2] ?? '')) ?? TABS[0];
          return (
            <>
              <div class="title">
                <h1>{name}</h1>
                <State state={status.state} />
                <span class="since">
                  {ACTIVE.includes(status.state) ? 'for ' : 'took '}
                  <Duration
                    from={status.started_at}
                    to={ACTIVE.includes(status.state) ? undefined : status.finished_at}
                  />
                  {status.finished_at !== null && (
                    <>
                      , ended <Time at={status.finished_at} />
                    </>
                  )}
                </span>
              </div>
              {status.name !== undefined && <code class="uuid">{status.uuid}</code>}
              <NodeActions chosen={new Set()} node={status} onDone={loaded.reload} />
              <nav class="tabs" aria-label="Parts of the node">
                {TABS.map(({ path, title }) => (
                  <a
                    key={path}
                    href={linkTo(['node', id, ...(path === '' ? [] : [path])])}
                    aria-current={path === open?.path ? 'page' : undefined}
                  >
                    {title}
                  </a>
                ))}
              </nav>
              {open && <open.Tab uuid={status.uuid} status={status} place={place} events={loaded.events} />}
            </>
          );
        }}
      </Shown>
    </>
  );
}
