import type { Explanation } from '@inspector/client';
import { useState } from 'preact/hooks';
import { request } from '../../api/request.js';
import { Notice } from '../../parts/notice.js';
import { Mark } from '../../parts/state.js';
import { Table } from '../../parts/table.js';
import { shown } from '../../parts/text.js';

/** Tries a rule that is not saved on the stored data of a node. Nothing is changed. */
export function Explain({ rule }: { readonly rule: string }) {
  const [node, setNode] = useState('');
  const [found, setFound] = useState<{ rule: string; explanation: Explanation }>();
  const [error, setError] = useState<string>();
  const ask = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setError(undefined);
    setFound(undefined);
    try {
      const body = `{"node":${JSON.stringify(node.trim())},"rules":${rule}}`;
      setFound({ rule, explanation: await request<Explanation>('/rules/explain', { method: 'POST', body }) });
    } catch (thrown) {
      setError((thrown as Error).message);
    }
  };
  return (
    <section aria-labelledby="explain">
      <h2 id="explain">Try it on a node</h2>
      <form class="start" onSubmit={(event) => void ask(event)}>
        <label>
          <span class="unseen">Node</span>
          <input
            value={node}
            placeholder="Name or UUID of a node"
            autocapitalize="off"
            onInput={(event) => setNode(event.currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={node.trim() === ''}>
          What would it do?
        </button>
      </form>
      {error !== undefined && (
        <Notice title="It could not be tried." kind="bad">
          <p class="said">{shown(error)}</p>
        </Notice>
      )}
      {found !== undefined && found.rule === rule && <Found explanation={found.explanation} />}
    </section>
  );
}

function Found({ explanation }: { readonly explanation: Explanation }) {
  return (
    <>
      {explanation.rules.map((one) => (
        <div key={one.uuid}>
          <Notice
            title={one.applies ? 'The rule applies.' : 'The rule does not apply.'}
            kind={one.applies ? 'good' : 'plain'}
          />
          {one.scope !== undefined && !one.scope.holds && (
            <p>
              It is only for scope <code>{shown(one.scope.expected, 100)}</code>; the node has{' '}
              <code>{shown(one.scope.found, 100)}</code>.
            </p>
          )}
          {one.conditions.length > 0 && (
            <Table
              label="Conditions"
              rows={one.conditions}
              keyOf={(_condition, at) => String(at)}
              columns={[
                {
                  name: 'Holds',
                  cell: ({ holds }) => <Mark kind={holds ? 'good' : 'bad'}>{holds ? 'yes' : 'no'}</Mark>,
                },
                {
                  name: 'Condition',
                  kind: 'long',
                  cell: ({ text, op, field, params }) =>
                    shown(text ?? `${field ?? ''} ${op} ${JSON.stringify(params ?? null)}`, 400),
                },
                {
                  name: 'Found',
                  kind: 'long',
                  cell: ({ values = [], error }) =>
                    error !== undefined
                      ? shown(error, 300)
                      : values.map(({ value }) => shown(value, 100)).join(', ') || 'nothing',
                },
              ]}
            />
          )}
        </div>
      ))}
      {explanation.error !== null && (
        <Notice title="The introspection would fail." kind="bad">
          <p class="said">{shown(explanation.error)}</p>
        </Notice>
      )}
      {explanation.changes.length === 0 ? (
        <p class="none">Nothing of the node would change.</p>
      ) : (
        <Table
          label="What would change"
          rows={explanation.changes}
          keyOf={(_change, at) => String(at)}
          columns={[
            { name: 'Of', cell: ({ target }) => shown(target, 80) },
            {
              name: 'Change',
              kind: 'mono',
              cell: ({ op, path }) => `${shown(op, 20)} ${shown(path ?? '', 200)}`,
            },
            { name: 'Value', kind: 'long', cell: ({ value }) => <code>{shown(value, 300)}</code> },
          ]}
        />
      )}
    </>
  );
}
