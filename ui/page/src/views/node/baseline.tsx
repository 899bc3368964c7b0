import type { Baseline, BaselineCheck, Machine } from '@inspector/client';
import { useState } from 'preact/hooks';
import { machineOf } from '../../api/machine.js';
import { ApiFailure, query, request } from '../../api/request.js';
import { useMay } from '../../api/session.js';
import { useLoad } from '../../api/use-load.js';
import { Confirm } from '../../parts/confirm.js';
import { DifferenceList } from '../../parts/differences.js';
import { Facts } from '../../parts/facts.js';
import { Notice, Shown } from '../../parts/notice.js';
import { gib, memory, shown } from '../../parts/text.js';
import { Time } from '../../parts/time.js';
import { linkTo } from '../../router.js';
import { useRuns } from './history.js';
import type { NodeTabProps } from './node.js';

/** The hardware that a node should have, and how what was found deviates from it. */
export function BaselineTab({ uuid, status }: NodeTabProps) {
  const may = useMay();
  const loaded = useLoad(`baseline ${uuid} ${status.finished_at ?? ''}`, async (signal) => {
    const [check, machine] = await Promise.all([checkOf(uuid, signal), machineOf(uuid, signal)]);
    return { check, machine };
  });
  return (
    <Shown loaded={loaded}>
      {({ check, machine }) => (
        <>
          {typeof check === 'string' ? (
            <Notice title="Nothing to compare.">{shown(check)}</Notice>
          ) : (
            <Found check={check} />
          )}
          {may('baseline:change') && (
            <Change
              uuid={uuid}
              machine={machine}
              baseline={typeof check === 'string' ? undefined : check.baseline}
              onDone={loaded.reload}
            />
          )}
        </>
      )}
    </Shown>
  );
}

/** The comparison; a text: why there is none. */
async function checkOf(uuid: string, signal: AbortSignal): Promise<BaselineCheck | string> {
  try {
    return await request<BaselineCheck>(`/introspection/${uuid}/baseline`, { signal });
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 404) return error.message;
    throw error;
  }
}

function Found({ check: { uuid, baseline, run, degraded, differences } }: { readonly check: BaselineCheck }) {
  const { hardware } = baseline;
  return (
    <>
      {degraded ? (
        <Notice
          title={`Degraded: ${differences.length === 1 ? '1 part deviates' : `${differences.length} parts deviate`}.`}
          kind="bad"
        >
          Introspection {run.number} (<Time at={run.finished_at} />) found the parts below.
        </Notice>
      ) : (
        <Notice title="The hardware is as it should be." kind="good">
          Introspection {run.number} (<Time at={run.finished_at} />) found all parts of the baseline.
        </Notice>
      )}
      {degraded && <DifferenceList of={differences} />}
      <h2>The baseline</h2>
      <Facts
        of={[
          ['Holds for', scopeText(baseline)],
          [
            'Taken from',
            <a
              href={linkTo(['node', baseline.source.uuid, 'history'], {
                run: String(baseline.source.number),
              })}
            >
              introspection {baseline.source.number}
              {baseline.source.uuid === uuid ? '' : ` of ${baseline.source.uuid}`}
            </a>,
          ],
          ['Set', <Time at={baseline.set_at} />],
          ['By', baseline.user === null ? null : shown(baseline.user, 80)],
          [
            'Machine',
            shown([hardware.vendor, hardware.product].filter((one) => one !== null).join(' '), 200),
          ],
          ['Firmware', hardware.firmware === null ? null : shown(hardware.firmware, 80)],
          ['CPUs', hardware.cpus],
          ['Memory', memory(hardware.memory_mb)],
          ['Disks', `${hardware.disks} · ${gib(hardware.disk_gb)}`],
          ['Network cards', hardware.nics],
        ]}
      />
    </>
  );
}

const scopeText = ({ kind, class: name }: Baseline): string =>
  kind === 'node' ? 'this node' : `each node of class ${shown(name ?? '', 80)}`;

/** Takes a baseline from an introspection, and forgets one. */
function Change({
  uuid,
  machine,
  baseline,
  onDone,
}: {
  readonly uuid: string;
  readonly machine: Machine | undefined;
  readonly baseline: Baseline | undefined;
  readonly onDone: () => void;
}) {
  const runs = useRuns(uuid, '');
  const [asked, setAsked] = useState<{
    readonly title: string;
    readonly text: string;
    readonly send: () => Promise<unknown>;
  }>();
  const [failure, setFailure] = useState<string>();
  const withData = (runs.data ?? []).filter(({ kept_data }) => kept_data === 'all');
  const [number, setNumber] = useState('');
  const [scope, setScope] = useState('node');
  const className = machine?.resource_class ?? null;
  const taken = Number(number === '' ? withData[0]?.number : number);
  const run = async (send: () => Promise<unknown>): Promise<void> => {
    setAsked(undefined);
    setFailure(undefined);
    try {
      await send();
      onDone();
    } catch (error) {
      setFailure((error as Error).message);
    }
  };
  const pin = (): void => {
    const isClass = scope === 'class' && className !== null;
    setAsked({
      title: 'Set the baseline?',
      text: `What introspection ${taken} found becomes what ${isClass ? `each node of class ${shown(className, 80)}` : 'this node'} should have, from the next introspection on.`,
      send: () =>
        request('/baselines', {
          method: 'PUT',
          body: { node: uuid, number: taken, ...(isClass ? { class: className } : {}) },
        }),
    });
  };
  return (
    <section aria-labelledby="pin">
      <h2 id="pin">Set a baseline</h2>
      {withData.length === 0 ? (
        <p class="none">An introspection with data has to end well first.</p>
      ) : (
        <div class="choose">
          <label>
            Take
            <select value={String(taken)} onChange={(event) => setNumber(event.currentTarget.value)}>
              {withData.map((one) => (
                <option key={one.number} value={String(one.number)}>
                  introspection {one.number}
                </option>
              ))}
            </select>
          </label>
          <label>
            for what
            <select value={scope} onChange={(event) => setScope(event.currentTarget.value)}>
              <option value="node">this node should have</option>
              {className !== null && (
                <option value="class">each node of class {shown(className, 80)} should have</option>
              )}
            </select>
          </label>
          <button type="button" onClick={pin}>
            Set the baseline
          </button>
          {baseline !== undefined && (
            <button type="button" onClick={() => setAsked(forgetting(uuid, baseline))}>
              Forget the baseline
            </button>
          )}
        </div>
      )}
      {failure !== undefined && <Notice title={shown(failure, 500)} kind="bad" />}
      {asked !== undefined && (
        <Confirm
          title={asked.title}
          action={asked.title.replace('?', '')}
          onYes={() => void run(asked.send)}
          onNo={() => setAsked(undefined)}
        >
          <p>{asked.text}</p>
        </Confirm>
      )}
    </section>
  );
}

const forgetting = (uuid: string, baseline: Baseline) => ({
  title: 'Forget the baseline?',
  text: `Nothing is compared any more with what ${scopeText(baseline)} should have.`,
  send: () =>
    request(
      `/baselines${query(baseline.kind === 'node' ? { node: uuid } : { class: baseline.class ?? '' })}`,
      { method: 'DELETE' },
    ),
});
