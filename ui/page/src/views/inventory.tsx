import type { Inventory, InventoryRevisions } from '@inspector/client';
import { useMemo } from 'preact/hooks';
import { request } from '../api/request.js';
import { useLoad } from '../api/use-load.js';
import { Notice, Shown } from '../parts/notice.js';
import { Table } from '../parts/table.js';
import { count, listOf, objectOf, shown } from '../parts/text.js';
import { Time } from '../parts/time.js';
import { replaceQuery, type Place } from '../router.js';

/** Hosts that are drawn; a filter finds the others. */
const MOST = 200;

/** The inventory for Ansible: hosts, groups, and who changed it. */
export function InventoryView({ place }: { readonly place: Place }) {
  const loaded = useLoad('inventory', (signal) => request<Inventory>('/inventory', { signal }), 30);
  return (
    <>
      <h1>Inventory</h1>
      <Shown loaded={loaded}>
        {({ revision, inventory }) =>
          revision === null ? (
            <Notice title="The inventory is empty.">
              Introspected nodes are written into it by <code>inspector inventory generate</code>.
            </Notice>
          ) : (
            <>
              <Hosts document={objectOf(inventory)} place={place} />
              <Revisions about={revision} />
            </>
          )
        }
      </Shown>
    </>
  );
}

interface Host {
  readonly name: string;
  readonly groups: readonly string[];
  readonly variables: Readonly<Record<string, unknown>>;
  readonly text: string;
}

function hostsIn(document: Readonly<Record<string, unknown>>): readonly Host[] {
  const variables = objectOf(objectOf(document['_meta'])['hostvars']);
  const groups = new Map<string, string[]>(Object.keys(variables).map((name) => [name, []]));
  for (const [group, members] of Object.entries(document)) {
    if (group === '_meta') continue;
    const hosts = Array.isArray(members) ? members : objectOf(members)['hosts'];
    for (const host of listOf(hosts, 100_000)) {
      if (typeof host !== 'string') continue;
      const of = groups.get(host);
      if (of) of.push(group);
      else groups.set(host, [group]);
    }
  }
  return [...groups]
    .map(([name, of]) => ({
      name,
      groups: of.sort(),
      variables: Object.hasOwn(variables, name) ? objectOf(variables[name]) : {},
      text: [name, ...of].join('\n').toLowerCase(),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function Hosts({
  document,
  place,
}: {
  readonly document: Readonly<Record<string, unknown>>;
  readonly place: Place;
}) {
  const text = place.query.get('q') ?? '';
  const hosts = useMemo(() => hostsIn(document), [document]);
  const found = hosts.filter((host) => host.text.includes(text.toLowerCase()));
  return (
    <>
      <div class="toolbar">
        <label class="search">
          <span class="unseen">Filter hosts</span>
          <input
            type="search"
            value={text}
            placeholder="Host or group"
            onInput={(event) => replaceQuery(['inventory'], { q: event.currentTarget.value })}
          />
        </label>
      </div>
      <p class="count" role="status">
        {count(found.length, 'host')}
        {found.length > MOST ? `, the first ${MOST} of them` : ''}
      </p>
      {found.length > 0 && (
        <Table
          label="Hosts"
          rows={found.slice(0, MOST)}
          keyOf={({ name }) => name}
          columns={[
            { name: 'Host', cell: ({ name }) => <strong>{shown(name, 120)}</strong> },
            {
              name: 'Groups',
              kind: 'long',
              cell: ({ groups }) => groups.map((one) => shown(one, 80)).join(', ') || '–',
            },
            {
              name: 'Variables',
              kind: 'long',
              cell: ({ variables, name }) =>
                Object.keys(variables).length === 0 ? (
                  '–'
                ) : (
                  <details>
                    <summary>
                      {count(Object.keys(variables).length, 'variable')}
                      <span class="unseen"> of {shown(name, 80)}</span>
                    </summary>
                    <pre>{shown(JSON.stringify(variables, undefined, 2), 20_000)}</pre>
                  </details>
                ),
            },
          ]}
        />
      )}
    </>
  );
}

function Revisions({ about }: { readonly about: string }) {
  const loaded = useLoad(`revisions ${about}`, (signal) =>
    request<InventoryRevisions>('/inventory/history?limit=50', { signal }),
  );
  return (
    <section aria-labelledby="revisions">
      <h2 id="revisions">Who changed it</h2>
      <Shown loaded={loaded}>
        {({ revisions }) =>
          revisions.length === 0 ? (
            <p class="none">Nothing is known of former revisions.</p>
          ) : (
            <Table
              label="Revisions"
              rows={revisions}
              keyOf={({ revision }) => revision}
              columns={[
                { name: 'When', cell: ({ time }) => <Time at={time} /> },
                { name: 'Who', cell: ({ author }) => shown(author ?? '–', 100) },
                { name: 'With', kind: 'long', cell: ({ source }) => shown(source ?? '–', 60) },
                { name: 'Why', kind: 'long', cell: ({ reason }) => shown(reason ?? '–', 300) },
                {
                  name: 'Hosts',
                  cell: ({ summary }) =>
                    summary === null
                      ? '–'
                      : `${summary.hosts_added.length} added, ${summary.hosts_removed.length} removed`,
                },
                {
                  name: 'Revision',
                  kind: 'mono',
                  cell: ({ revision }) => (
                    <span title={shown(revision, 200)}>{shown(revision).slice(0, 12)}</span>
                  ),
                },
              ]}
            />
          )
        }
      </Shown>
    </section>
  );
}
