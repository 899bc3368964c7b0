import { useMemo, useState } from 'preact/hooks';
import type { NodeList, NodeRow } from '../api/nodes.js';
import { useMay } from '../api/session.js';
import { useNodes } from '../api/use-nodes.js';
import { Chip } from '../parts/chip.js';
import { Live } from '../parts/live.js';
import { More } from '../parts/more.js';
import { Notice, Shown } from '../parts/notice.js';
import { ALL_STATES, Mark, State } from '../parts/state.js';
import { count, gib, memory, shown } from '../parts/text.js';
import { Duration, Time } from '../parts/time.js';
import { linkTo, replaceQuery, type Place } from '../router.js';
import { NodeActions } from './node-actions.js';

/** Rows that are drawn at first: more than a screen has; and how many more when somebody comes near their end. */
const [ROWS, MORE] = [24, 50];

/** All nodes: how they stand, and what they are. */
export function NodesView({ place }: { readonly place: Place }) {
  const loaded = useNodes();
  return (
    <>
      <div class="title">
        <h1>Nodes</h1>
        {loaded.following !== undefined && <Live of={loaded.following} />}
      </div>
      <Shown loaded={loaded}>{(known) => <Found list={known} place={place} reload={loaded.reload} />}</Shown>
    </>
  );
}

function Found({
  list,
  place,
  reload,
}: {
  readonly list: NodeList;
  readonly place: Place;
  readonly reload: () => void;
}) {
  const text = place.query.get('q') ?? '';
  const state = place.query.get('state') ?? '';
  const mayStart = useMay()('start');
  const [most, setMost] = useState(ROWS);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const counts = useMemo(() => countStates(list.rows), [list]);
  const degraded = useMemo(() => list.rows.filter(isDegraded).length, [list]);
  const rows = useMemo(() => filtered(list.rows, text, state), [list, text, state]);
  const set = (query: Record<string, string>): void => {
    setMost(ROWS);
    replaceQuery(['nodes'], { q: text, state, ...query });
  };
  const choose = (uuids: readonly string[], isChosen: boolean): void =>
    setChosen((before) => {
      const next = new Set(before);
      for (const uuid of uuids)
        if (isChosen) next.add(uuid);
        else next.delete(uuid);
      return next;
    });
  return (
    <>
      <div class="toolbar">
        <label class="search">
          <span class="unseen">Filter nodes</span>
          <input
            type="search"
            value={text}
            placeholder="Name, UUID, serial number, MAC, switch, error"
            onInput={(event) => set({ q: event.currentTarget.value })}
          />
        </label>
        <div class="chips" role="group" aria-label="States">
          <Chip isOn={state === ''} onClick={() => set({ state: '' })}>
            All {list.rows.length}
          </Chip>
          {ALL_STATES.filter((one) => counts.has(one) || one === state).map((one) => (
            <Chip key={one} isOn={state === one} onClick={() => set({ state: state === one ? '' : one })}>
              <State state={one} /> {counts.get(one) ?? 0}
            </Chip>
          ))}
          {(degraded > 0 || state === DEGRADED) && (
            <Chip
              isOn={state === DEGRADED}
              onClick={() => set({ state: state === DEGRADED ? '' : DEGRADED })}
            >
              <Mark kind="warn">degraded</Mark> {degraded}
            </Chip>
          )}
        </div>
      </div>
      <NodeActions chosen={chosen} onDone={reload} onClear={() => setChosen(new Set())} />
      {list.rows.length === 0 ? (
        <Notice title="No node was introspected yet.">
          {mayStart
            ? 'Start one above, by its name or UUID in the bare metal service.'
            : 'Your roles do not allow you to start one.'}
        </Notice>
      ) : rows.length === 0 ? (
        <Notice title="No node fits the filter.">
          <button type="button" onClick={() => set({ q: '', state: '' })}>
            Show all nodes
          </button>
        </Notice>
      ) : (
        <>
          <p class="count" role="status">
            {count(rows.length, 'node')}
            {list.isWhole ? '' : ', more are being loaded'}
          </p>
          <Rows rows={rows.slice(0, most)} all={rows} chosen={chosen} choose={choose} />
          {rows.length > most && (
            <More drawn={most} onMore={() => setMost(most + MORE)}>
              Show {Math.min(MORE, rows.length - most)} more of {rows.length}
            </More>
          )}
        </>
      )}
    </>
  );
}

function Rows({
  rows,
  all,
  chosen,
  choose,
}: {
  readonly rows: readonly NodeRow[];
  readonly all: readonly NodeRow[];
  readonly chosen: ReadonlySet<string>;
  readonly choose: (uuids: readonly string[], isChosen: boolean) => void;
}) {
  const isAll = all.every(({ status }) => chosen.has(status.uuid));
  return (
    <table aria-label="Nodes" class="nodes">
      <thead>
        <tr>
          <th scope="col" class="pick">
            <input
              type="checkbox"
              aria-label={`Choose all ${all.length}`}
              checked={isAll}
              onChange={() =>
                choose(
                  all.map(({ status }) => status.uuid),
                  !isAll,
                )
              }
            />
          </th>
          <th scope="col">State</th>
          <th scope="col">Node</th>
          <th scope="col">Machine</th>
          <th scope="col" class="number">
            CPUs
          </th>
          <th scope="col" class="number">
            Memory
          </th>
          <th scope="col" class="number">
            Disks
          </th>
          <th scope="col">Since</th>
          <th scope="col">Took</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.status.uuid} row={row} isChosen={chosen.has(row.status.uuid)} choose={choose} />
        ))}
      </tbody>
    </table>
  );
}

function Row({
  row,
  isChosen,
  choose,
}: {
  readonly row: NodeRow;
  readonly isChosen: boolean;
  readonly choose: (uuids: readonly string[], isChosen: boolean) => void;
}) {
  // The same element for the same row: it is not compared again with each key in the filter.
  return useMemo(() => drawn(row, isChosen, choose), [row, isChosen]);
}

function drawn(
  row: NodeRow,
  isChosen: boolean,
  choose: (uuids: readonly string[], isChosen: boolean) => void,
) {
  const { status, machine } = row;
  const name = shown(status.name ?? status.uuid, 120);
  return (
    <tr class={isChosen ? 'chosen' : undefined}>
      <td class="pick">
        <input
          type="checkbox"
          aria-label={`Choose ${name}`}
          checked={isChosen}
          onChange={() => choose([status.uuid], !isChosen)}
        />
      </td>
      <td data-label="State">
        <State state={status.state} />
      </td>
      <td data-label="Node" class="node">
        <a href={linkTo(['node', status.uuid])}>{name}</a>
        {status.name !== undefined && <code>{status.uuid}</code>}
        {status.error !== null && <p class="error">{shown(status.error, 200)}</p>}
      </td>
      <td data-label="Machine">
        {machine === undefined ? (
          <span class="none">–</span>
        ) : (
          shown([machine.vendor, machine.product].filter((one) => one !== null).join(' ') || '–', 100)
        )}
        {isDegraded(row) && (
          <a class="degraded" href={linkTo(['node', status.uuid, 'baseline'])}>
            <Mark kind="warn">degraded</Mark>
          </a>
        )}
      </td>
      <td data-label="CPUs" class="number">
        {machine?.cpus ?? '–'}
      </td>
      <td data-label="Memory" class="number">
        {memory(machine?.memory_mb)}
      </td>
      <td data-label="Disks" class="number">
        {machine === undefined ? '–' : `${machine.disks} · ${gib(machine.disk_gb)}`}
      </td>
      <td data-label="Since">
        <Time at={status.finished_at ?? status.started_at} />
      </td>
      <td data-label="Took">
        <Duration from={status.started_at} to={status.finished_at} />
      </td>
    </tr>
  );
}

function countStates(rows: readonly NodeRow[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { status } of rows) counts.set(status.state, (counts.get(status.state) ?? 0) + 1);
  return counts;
}

/** Stands in the place of a state for nodes whose hardware is not what it should be. */
const DEGRADED = 'degraded';

const isDegraded = ({ machine }: NodeRow): boolean => (machine?.deviations ?? 0) > 0;

/** Nodes whose texts have all the words. */
function filtered(rows: readonly NodeRow[], text: string, state: string): readonly NodeRow[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0 && state === '') return rows;
  return rows.filter(
    (row) =>
      (state === '' || (state === DEGRADED ? isDegraded(row) : row.status.state === state)) &&
      words.every((word) => row.text.includes(word)),
  );
}
