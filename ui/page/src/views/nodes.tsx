import { useMemo, useRef, useState } from 'preact/hooks';
import { Nodes, type NodeList, type NodeRow } from '../api/nodes.js';
import { useMay } from '../api/session.js';
import { useLoad } from '../api/use-load.js';
import { Notice, Shown } from '../parts/notice.js';
import { ALL_STATES, State } from '../parts/state.js';
import { count, gib, memory, shown } from '../parts/text.js';
import { Duration, Time } from '../parts/time.js';
import { linkTo, replaceQuery, type Place } from '../router.js';
import { NodeActions } from './node-actions.js';

/** Seconds between two looks at what moves. */
const EVERY = 2;
/** Rows that are drawn at once; more are a button away. */
const ROWS = 50;

/** All nodes: how they stand, and what they are. */
export function NodesView({ place }: { readonly place: Place }) {
  const may = useMay();
  const [part, setPart] = useState<NodeList>();
  const nodes = useRef(new Nodes());
  const loaded = useLoad('nodes', (signal) => nodes.current.read(signal, may('data'), setPart), EVERY);
  const list = loaded.data ?? part;
  return (
    <>
      <h1>Nodes</h1>
      <Shown loaded={list === undefined ? loaded : { ...loaded, data: list }}>
        {(known) => <Found list={known} place={place} reload={loaded.reload} />}
      </Shown>
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
  const [most, setMost] = useState(ROWS);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const counts = useMemo(() => countStates(list.rows), [list]);
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
        </div>
      </div>
      <NodeActions chosen={chosen} onDone={reload} onClear={() => setChosen(new Set())} />
      {list.rows.length === 0 ? (
        <Notice title="No node was introspected yet.">
          Start one above, by its name or UUID in the bare metal service.
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
            <button type="button" class="more" onClick={() => setMost(most + ROWS)}>
              Show {Math.min(ROWS, rows.length - most)} more of {rows.length}
            </button>
          )}
        </>
      )}
    </>
  );
}

function Chip({
  isOn,
  onClick,
  children,
}: {
  readonly isOn: boolean;
  readonly onClick: () => void;
  readonly children: preact.ComponentChildren;
}) {
  return (
    <button type="button" class="chip" aria-pressed={isOn} onClick={onClick}>
      {children}
    </button>
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
  row: { status, machine },
  isChosen,
  choose,
}: {
  readonly row: NodeRow;
  readonly isChosen: boolean;
  readonly choose: (uuids: readonly string[], isChosen: boolean) => void;
}) {
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

/** Nodes whose texts have all the words. */
function filtered(rows: readonly NodeRow[], text: string, state: string): readonly NodeRow[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0 && state === '') return rows;
  return rows.filter(
    (row) => (state === '' || row.status.state === state) && words.every((word) => row.text.includes(word)),
  );
}
