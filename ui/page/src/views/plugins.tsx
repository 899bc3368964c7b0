import type { Plugin } from '@inspector/client';
import { useState } from 'preact/hooks';
import { request } from '../api/request.js';
import { useLoad } from '../api/use-load.js';
import { Notice, Shown } from '../parts/notice.js';
import { Mark, type Kind } from '../parts/state.js';
import { Table } from '../parts/table.js';
import { count, shown } from '../parts/text.js';
import { replaceQuery, type Place } from '../router.js';

const STATES: Readonly<Record<Plugin['state'], Kind>> = {
  enabled: 'good',
  available: 'off',
  broken: 'bad',
  disabled: 'bad',
  denied: 'off',
};

/** All installed plugins: what became of them, and how to repair those that cannot be used. */
export function PluginsView({ place }: { readonly place: Place }) {
  const loaded = useLoad(
    'plugins',
    async (signal) => (await request<{ plugins: readonly Plugin[] }>('/plugins', { signal })).plugins,
    30,
  );
  const isAll = place.query.get('all') === '1';
  return (
    <>
      <h1>Plugins</h1>
      <Shown loaded={loaded}>
        {(plugins) => {
          const faulty = plugins.filter(({ state }) => STATES[state] === 'bad');
          const inUse = plugins.filter(({ state }) => state !== 'available' && state !== 'denied');
          return (
            <>
              {faulty.length === 0 ? (
                <Notice title="No plugin is broken." kind="good" />
              ) : (
                faulty.map((plugin) => <Faulty key={`${plugin.package} ${plugin.name}`} plugin={plugin} />)
              )}
              <p>
                {count(inUse.length, 'plugin')} in use, {plugins.length - inUse.length} more installed.{' '}
                <button type="button" onClick={() => replaceQuery(['plugins'], { all: isAll ? '' : '1' })}>
                  {isAll ? 'Show those in use' : 'Show all'}
                </button>
              </p>
              <Table
                label="Plugins"
                rows={isAll ? plugins : inUse}
                keyOf={(plugin, at) => `${plugin.package} ${plugin.group ?? ''} ${plugin.name} ${at}`}
                columns={[
                  { name: 'State', cell: ({ state }) => <Mark kind={STATES[state]}>{state}</Mark> },
                  { name: 'Plugin', cell: ({ name }) => <strong>{shown(name, 100)}</strong> },
                  { name: 'Kind', cell: ({ kind }) => kind ?? 'not known' },
                  { name: 'Package', kind: 'mono', cell: (plugin) => shown(plugin.package, 120) },
                  { name: 'Version', kind: 'mono', cell: ({ version }) => shown(version, 40) },
                  {
                    name: 'Errors',
                    kind: 'number',
                    cell: ({ faults }) => (faults === undefined ? 'none' : faults),
                  },
                ]}
              />
            </>
          );
        }}
      </Shown>
    </>
  );
}

function Faulty({ plugin: { name, code, reason = '' } }: { readonly plugin: Plugin }) {
  const command = /npm (?:install|uninstall) \S+/.exec(reason.split('\n').at(-1) ?? '')?.[0];
  return (
    <Notice title={`${shown(name, 100)} cannot be used${code === undefined ? '' : ` (${code})`}`} kind="bad">
      <p class="said">{shown(reason)}</p>
      {command !== undefined && <Command text={shown(command, 300)} />}
    </Notice>
  );
}

function Command({ text }: { readonly text: string }) {
  const [isCopied, setIsCopied] = useState(false);
  return (
    <p>
      <code>{text}</code> {/* Without TLS a browser lets no page copy. */}
      {window.isSecureContext && (
        <button
          type="button"
          onClick={() => void navigator.clipboard.writeText(text).then(() => setIsCopied(true))}
        >
          {isCopied ? 'Copied' : 'Copy'}
        </button>
      )}
    </p>
  );
}
