import type { RuleSummary } from '@inspector/client';
import { request } from '../../api/request.js';
import { useMay } from '../../api/session.js';
import { useLoad } from '../../api/use-load.js';
import { NotAllowed, Notice, Shown } from '../../parts/notice.js';
import { Table } from '../../parts/table.js';
import { count, shown } from '../../parts/text.js';
import { linkTo, type Place } from '../../router.js';
import { Import } from './import.js';
import { RuleEditor } from './rule-editor.js';

/** All rules, or one of them where the place names it. */
export function RulesView({ place }: { readonly place: Place }) {
  const [, one] = place.parts;
  const may = useMay();
  if (one === undefined) return <Rules />;
  if ((one === 'import' || one === 'new') && !may('rule:create')) {
    return (
      <>
        <h1>Rules</h1>
        <NotAllowed what="create rules" />
      </>
    );
  }
  if (one === 'import') return <Import />;
  return <RuleEditor key={one} uuid={one === 'new' ? undefined : one} />;
}

function Rules() {
  const may = useMay();
  const loaded = useLoad(
    'rules',
    async (signal) => (await request<{ rules: readonly RuleSummary[] }>('/rules', { signal })).rules,
    10,
  );
  return (
    <>
      <h1>Rules</h1>
      {may('rule:create') && (
        <div class="buttons">
          <a class="button" href={linkTo(['rules', 'new'])}>
            New rule
          </a>
          <a class="button" href={linkTo(['rules', 'import'])}>
            Import rules
          </a>
        </div>
      )}
      <Shown loaded={loaded}>
        {(rules) =>
          rules.length === 0 ? (
            <Notice title="There are no rules.">
              A rule changes nodes by what their machines are, after the hooks have run.
            </Notice>
          ) : (
            <>
              <p class="count">{count(rules.length, 'rule')}</p>
              <Table
                label="Rules"
                rows={rules}
                keyOf={({ uuid }) => uuid}
                columns={[
                  {
                    name: 'Rule',
                    cell: ({ uuid, description }) => (
                      <a href={linkTo(['rules', uuid])}>{shown(description ?? '', 300) || uuid}</a>
                    ),
                  },
                  { name: 'Only for scope', cell: ({ scope }) => shown(scope ?? 'all nodes', 100) },
                  { name: 'UUID', kind: 'mono', cell: ({ uuid }) => uuid },
                ]}
              />
            </>
          )
        }
      </Shown>
    </>
  );
}
