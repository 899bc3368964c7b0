import type { FilteredMachine, PxeFilter, UnmatchedMachine } from '@inspector/client';
import { useState } from 'preact/hooks';
import { query, request } from '../api/request.js';
import { useMay } from '../api/session.js';
import { useLoad } from '../api/use-load.js';
import { Facts } from '../parts/facts.js';
import { NotAllowed, Notice, Shown } from '../parts/notice.js';
import { Mark, type Kind } from '../parts/state.js';
import { Table } from '../parts/table.js';
import { count, shown } from '../parts/text.js';
import { span, Time } from '../parts/time.js';
import { linkTo, replaceQuery, type Place } from '../router.js';

const SYSTEM: Readonly<Record<FilteredMachine['system'], Kind>> = {
  allow: 'good',
  deny: 'bad',
  unlisted: 'off',
  unknown: 'off',
};

/** What the PXE filter lets through, what a machine gets and why, and machines that nobody knows. */
export function DhcpView({ place }: { readonly place: Place }) {
  const asked = place.query.get('of') ?? '';
  const isMac = /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(asked);
  const loaded = useLoad(
    `filter ${asked}`,
    (signal) =>
      request<PxeFilter>(
        `/pxe-filter${query(asked === '' ? {} : isMac ? { mac: asked } : { node: asked })}`,
        { signal },
      ),
    5,
  );
  return (
    <>
      <h1>DHCP filter</h1>
      <Ask key={asked} asked={asked} />
      <Shown loaded={loaded}>
        {(filter) => (
          <>
            {filter.mac !== undefined && <Machines title={shown(asked, 60)} machines={[filter.mac]} />}
            {filter.node !== undefined && (
              <Machines
                title={shown(filter.node.name ?? filter.node.uuid, 100)}
                machines={filter.node.machines}
              />
            )}
            <Filter filter={filter} />
          </>
        )}
      </Shown>
      <Strangers />
    </>
  );
}

function Ask({ asked }: { readonly asked: string }) {
  const [text, setText] = useState(asked);
  return (
    <form
      class="start"
      onSubmit={(event) => {
        event.preventDefault();
        replaceQuery(['dhcp'], { of: text.trim() });
      }}
    >
      <label>
        <span class="unseen">MAC or node to ask about</span>
        <input
          value={text}
          placeholder="MAC, or name or UUID of a node"
          autocapitalize="off"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button type="submit">What does it get?</button>
    </form>
  );
}

function Machines({
  title,
  machines,
}: {
  readonly title: string;
  readonly machines: readonly FilteredMachine[];
}) {
  return (
    <section aria-label={`What ${title} gets`}>
      <h2>What {title} gets</h2>
      {machines.length === 0 ? (
        <Notice
          title="The node has no port with a MAC, so the filter has nothing to let through."
          kind="bad"
        />
      ) : (
        <Table
          label={`What ${title} gets`}
          rows={machines}
          keyOf={({ address }) => address}
          columns={[
            { name: 'MAC', kind: 'mono', cell: ({ address }) => <span>{shown(address, 40)}</span> },
            {
              name: 'Should get',
              cell: ({ verdict }) =>
                verdict === null ? (
                  <Mark kind="wait">not known yet</Mark>
                ) : (
                  <Mark kind={verdict === 'allow' ? 'good' : 'bad'}>
                    {verdict === 'allow' ? 'a lease' : 'no lease'}
                  </Mark>
                ),
            },
            { name: 'Why', kind: 'long', cell: ({ reason }) => shown(reason, 500) },
            {
              name: 'Measured',
              cell: ({ system }) => <Mark kind={SYSTEM[system]}>{system}</Mark>,
            },
            { name: 'Where', kind: 'long', cell: ({ system_reason: where }) => shown(where ?? '–', 500) },
          ]}
        />
      )}
    </section>
  );
}

function Filter({ filter }: { readonly filter: PxeFilter }) {
  const { driver, state, sync_period, deny_unknown_macs, last_sync, last_failure, dhcp_server } = filter;
  const { follows, reason } = dhcp_server;
  return (
    <section aria-labelledby="filter">
      <h2 id="filter">The filter</h2>
      {last_failure !== null && (
        <Notice title="The latest synchronisation failed." kind="bad">
          <p class="said">{shown(last_failure.message)}</p>
          <Time at={last_failure.at} />
        </Notice>
      )}
      <Facts
        of={[
          ['Driver', shown(driver, 80)],
          ['State', <Mark kind={state === 'initialized' ? 'good' : 'bad'}>{state}</Mark>],
          [
            'Synchronised',
            last_sync === null ? (
              'not yet'
            ) : (
              <>
                <Time at={last_sync.started_at} />, {count(last_sync.changes, 'change')}
              </>
            ),
          ],
          ['Again', sync_period === 0 ? 'only when something changes' : `every ${span(sync_period)}`],
          ['Let through', last_sync === null ? undefined : count(last_sync.allowed, 'MAC')],
          ['Kept out', last_sync === null ? undefined : count(last_sync.denied, 'MAC')],
          [
            'All other MACs',
            last_sync === null
              ? undefined
              : `${last_sync.unknown === 'allow' ? 'are let through' : 'are kept out'}${deny_unknown_macs ? ' (as configured)' : ''}`,
          ],
          [
            'DHCP server goes by it',
            <>
              <Mark kind={follows === 'yes' ? 'good' : follows === 'no' ? 'bad' : 'off'}>{follows}</Mark>{' '}
              {shown(reason, 500)}
            </>,
          ],
        ]}
      />
    </section>
  );
}

function Strangers() {
  const may = useMay();
  return (
    <section aria-labelledby="strangers">
      <h2 id="strangers">Machines that match no node</h2>
      {may('diagnosis') ? <Unmatched /> : <NotAllowed />}
    </section>
  );
}

function Unmatched() {
  const loaded = useLoad(
    'unmatched',
    async (signal) =>
      (await request<{ unmatched: readonly UnmatchedMachine[] }>('/unmatched?limit=100', { signal }))
        .unmatched,
    10,
  );
  return (
    <Shown loaded={loaded}>
      {(machines) =>
        machines.length === 0 ? (
          <p class="none">None has posted.</p>
        ) : (
          <Table
            label="Machines that match no node"
            rows={machines}
            keyOf={(_machine, at) => String(at)}
            columns={[
              { name: 'Seen', cell: ({ last_seen: at }) => <Time at={at} /> },
              {
                name: 'MACs',
                kind: 'mono',
                cell: ({ macs }) => macs.map((mac) => shown(mac, 40)).join(' ') || '–',
              },
              {
                name: 'BMC',
                kind: 'mono',
                cell: (one) => one.bmc_addresses.map((a) => shown(a, 60)).join(' ') || '–',
              },
              { name: 'Posts', kind: 'number', cell: ({ posts }) => posts },
              { name: 'Why no node', kind: 'long', cell: ({ reason }) => shown(reason, 500) },
              {
                name: 'Most alike',
                kind: 'long',
                cell: ({ nearest }) =>
                  nearest === null ? (
                    '–'
                  ) : (
                    <>
                      <a href={linkTo(['node', nearest.uuid])}>{shown(nearest.name ?? nearest.uuid, 100)}</a>:{' '}
                      {shown(nearest.reason, 300)}
                    </>
                  ),
              },
            ]}
          />
        )
      }
    </Shown>
  );
}
