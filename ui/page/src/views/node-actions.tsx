import type { Introspection } from '@inspector/client';
import { useState } from 'preact/hooks';
import { toEach, type Outcome } from '../api/many.js';
import { part, request } from '../api/request.js';
import { useMay } from '../api/session.js';
import { Confirm } from '../parts/confirm.js';
import { Notice } from '../parts/notice.js';
import { ACTIVE } from '../parts/state.js';
import { count, shown } from '../parts/text.js';

/** What is done to nodes. */
interface Action {
  readonly rule: string;
  readonly verb: string;
  readonly done: string;
  readonly path: (node: string) => string;
  /** Asked before it is done. */
  readonly warning: string;
  /** Why nothing would come of it for an introspection that goes on, or one that is over. */
  readonly useless?: { readonly active?: string; readonly over?: string };
}

const START: Action = {
  rule: 'start',
  verb: 'Start introspection',
  done: 'started',
  path: (node) => `/introspection/${part(node)}`,
  warning: 'The machines are rebooted into the ramdisk.',
};
const ABORT: Action = {
  rule: 'abort',
  verb: 'Abort',
  done: 'told to abort',
  path: (node) => `/introspection/${part(node)}/abort`,
  warning: 'Introspections that are not over end with an error, and the machines are powered off.',
  useless: { over: 'Its introspection is over' },
};
const REAPPLY: Action = {
  rule: 'reapply',
  verb: 'Process data again',
  done: 'told to process their data again',
  path: (node) => `/introspection/${part(node)}/data/unprocessed`,
  warning: 'Hooks and rules run again over the stored data. The machines are left alone.',
  useless: { active: 'Its introspection is not over yet' },
};

/** Starts and aborts: of a node by its name, and of all nodes that are chosen. */
export function NodeActions({
  chosen,
  onDone,
  onClear,
  node,
}: {
  readonly chosen: ReadonlySet<string>;
  readonly onDone: () => void;
  readonly onClear?: () => void;
  /** The only node it is about, as it stands; absent: any. */
  readonly node?: Pick<Introspection, 'uuid' | 'state'>;
}) {
  const may = useMay();
  const [asked, setAsked] = useState<{ action: Action; nodes: readonly string[] }>();
  const [progress, setProgress] = useState<string>();
  const [outcome, setOutcome] = useState<Outcome & { action: Action }>();
  const run = async ({ action, nodes }: { action: Action; nodes: readonly string[] }): Promise<void> => {
    setAsked(undefined);
    setOutcome(undefined);
    setProgress(`0 of ${nodes.length}`);
    const result = await toEach(
      nodes,
      (one) => request(action.path(one), { method: 'POST' }),
      (done) => setProgress(`${done} of ${nodes.length}`),
    );
    setProgress(undefined);
    setOutcome({ ...result, action });
    onClear?.();
    onDone();
  };
  const hindrance = ({ rule, useless }: Action): string | undefined => {
    if (!may(rule)) return 'Your roles do not allow it';
    return node && useless?.[ACTIVE.includes(node.state) ? 'active' : 'over'];
  };
  const button = (action: Action, nodes: readonly string[], kind = '') => (
    <button
      type="button"
      class={kind}
      disabled={hindrance(action) !== undefined || progress !== undefined}
      title={hindrance(action) ?? action.warning}
      onClick={() => setAsked({ action, nodes })}
    >
      {action.verb}
    </button>
  );
  const nodes = node === undefined ? [...chosen] : [node.uuid];
  return (
    <div class="actions">
      {node === undefined && <StartOne onStart={(name) => void run({ action: START, nodes: [name] })} />}
      {nodes.length > 0 && (
        <div class="buttons">
          {node === undefined && <span>{count(nodes.length, 'node')} chosen</span>}
          {button(START, nodes, 'primary')}
          {button(ABORT, nodes)}
          {button(REAPPLY, nodes)}
          {onClear !== undefined && (
            <button type="button" onClick={onClear}>
              Choose none
            </button>
          )}
        </div>
      )}
      {progress !== undefined && <p role="status">{progress}</p>}
      {outcome !== undefined && (
        <Notice
          title={`${count(outcome.done, 'node')} ${outcome.action.done}${outcome.failures.length > 0 ? `, ${outcome.failures.length} refused` : ''}.`}
          kind={outcome.failures.length > 0 ? 'bad' : 'good'}
        >
          {outcome.failures.length > 0 && (
            <ul>
              {outcome.failures.slice(0, 5).map((one) => (
                <li key={one.node}>
                  <code>{shown(one.node, 80)}</code>: {shown(one.message, 400)}
                </li>
              ))}
              {outcome.failures.length > 5 && <li>and {outcome.failures.length - 5} more</li>}
            </ul>
          )}
        </Notice>
      )}
      {asked !== undefined && (
        <Confirm
          title={`${asked.action.verb}: ${count(asked.nodes.length, 'node')}?`}
          action={asked.action.verb}
          onYes={() => void run(asked)}
          onNo={() => setAsked(undefined)}
        >
          <p>{asked.action.warning}</p>
        </Confirm>
      )}
    </div>
  );
}

function StartOne({ onStart }: { readonly onStart: (node: string) => void }) {
  const may = useMay();
  const [name, setName] = useState('');
  if (!may('start')) return null;
  return (
    <form
      class="start"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') onStart(name.trim());
        setName('');
      }}
    >
      <label>
        <span class="unseen">Start introspection of a node</span>
        <input
          value={name}
          placeholder="Name or UUID of a node"
          autocapitalize="off"
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={name.trim() === ''} title={START.warning}>
        Start introspection
      </button>
    </form>
  );
}
