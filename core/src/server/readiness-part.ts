import { type Coordinator, InspectorError, Patience, thrownText, withPatience } from '@inspector/plugin-api';
import { notReady, Readiness, ready, type Finding, type ReadinessCheck } from '../api/health/readiness.js';
import type { Conductor } from '../conductor/types.js';
import type { Foundation } from './foundation.js';

/** No node has this UUID: whoever says so has understood the question. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What the answers of a backend that works may be when it is asked about nobody. */
const KNOWS_NOBODY = new Set(['INSP_NODE_NOT_FOUND', 'INSP_DATA_NOT_FOUND', 'INSP_STORAGE_DISABLED']);

const unseen = (text: string): Finding => ({ state: 'unseen', text });

/**
 * The looks at everything that a process needs. What runs elsewhere is asked for through the conductor, or said not to be
 * looked at.
 *
 * @param others - looks at what only the process knows, such as its policy
 */
export function makeReadiness(
  { host, database }: Pick<Foundation, 'host' | 'database'>,
  conductor: Conductor,
  others: readonly ReadinessCheck[],
): Readiness {
  const isHere = (group: string): boolean =>
    host.report().some((one) => one.group === group && one.state === 'enabled');
  const elsewhere = async (): Promise<Finding> => unseen('the conductor looks at it, in another process');
  return new Readiness([
    { name: 'database', look: () => asked(() => database.events.range()) },
    {
      name: 'bare metal service',
      look: isHere('inspector.baremetal')
        ? () => asked(() => host.driver('inspector.baremetal').instance.getNode(NOBODY, ['uuid']))
        : elsewhere,
    },
    {
      name: 'storage',
      look: () => asked(() => host.driver('inspector.storage').instance.get(NOBODY, true)),
    },
    { name: 'PXE filter', look: () => filterState(conductor) },
    {
      name: 'coordination',
      look: isHere('inspector.coordination')
        ? () => coordinationState(host.driver('inspector.coordination').instance)
        : elsewhere,
    },
    ...others,
  ]);
}

/** Asks a backend about nobody, once: nobody waits long for a probe. */
async function asked(question: () => Promise<unknown>): Promise<Finding> {
  try {
    await withPatience(Patience.of(0), question);
  } catch (error) {
    if (!InspectorError.is(error) || !KNOWS_NOBODY.has(error.code)) return notReady(thrownText(error));
  }
  return ready('it answers');
}

async function filterState(conductor: Conductor): Promise<Finding> {
  const { driver, state, last_failure: failure } = await conductor.pxeFilterStatus();
  if (state !== 'initialized') return notReady(`the driver ${driver} is not initialised`);
  if (failure !== null) return notReady(`the latest synchronisation failed: ${failure.message}`);
  return ready(`the driver ${driver} is synchronised`);
}

/** Takes the lease of nobody and gives it back, which needs everything that the lease of a node needs. */
async function coordinationState(coordinator: Pick<Coordinator, 'tryAcquire'>): Promise<Finding> {
  await (await coordinator.tryAcquire(NOBODY))?.release();
  return ready('leases can be had');
}
