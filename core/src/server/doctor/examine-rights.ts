import {
  type BareMetal,
  type BareMetalFailure,
  InspectorError,
  Patience,
  type RefusedRight,
  withPatience,
} from '@inspector/plugin-api';
import type { InspectorConfig } from '../../config/types.js';
import { type Finding, notice, ok } from './check.js';

/** What the service does in the bare metal service, by its options. */
type Needs = Pick<InspectorConfig, 'canManageBoot'> & {
  readonly processing: Pick<InspectorConfig['processing'], 'addPorts'>;
};

/** No card has this address. */
const NO_CARD = '00:00:00:00:00:00';

const LISTED = 'nodes and ports may be listed';
const NAMES: Readonly<Record<RefusedRight['right'], string>> = {
  change: 'change nodes',
  power: 'set the power of nodes',
  ports: 'create ports',
};

/**
 * Finds out what the user of the service may do in the bare metal service: list nodes and ports, change a node, set its power
 * where the service manages boot, and create ports where it does that. Nothing is changed.
 *
 * @throws what the bare metal service throws besides a refusal
 */
export async function examineRights(
  baremetal: BareMetal,
  { canManageBoot, processing }: Needs,
): Promise<Finding> {
  const needed: Readonly<Record<RefusedRight['right'], boolean>> = {
    ...{ change: true, power: canManageBoot },
    ports: processing.addPorts !== 'disabled',
  };
  const missing: string[] = [];
  let words = '';
  const note = (name: string, refusal: string): void => {
    missing.push(name);
    words ||= refusal;
  };
  const nodes = await asked(() => baremetal.listNodes(['uuid']));
  if (nodes.refusal !== undefined) note('list nodes', nodes.refusal);
  const ports = await asked(() => baremetal.findPorts(NO_CARD));
  if (ports.refusal !== undefined) note('list ports', ports.refusal);
  const changes = await changesOf(baremetal, nodes.answer?.[0]?.uuid);
  for (const { right, fault } of changes.refused ?? []) if (needed[right]) note(NAMES[right], fault);
  if (missing.length > 0)
    return {
      verdict: 'fault',
      text: `the user of the service may not ${missing.join(', nor ')}: ${words}`,
    };
  if (changes.failure !== undefined)
    return notice(`${LISTED}; whether nodes may be changed was not found out: ${changes.failure}`);
  if (changes.refused === undefined)
    return ok(`${LISTED}; whether nodes may be changed shows only when they are`);
  const done = [LISTED, 'nodes changed'];
  if (needed.power) done.push('their power set');
  if (needed.ports) done.push('ports created');
  return ok(done.join(', '));
}

/** Which changes of a node are refused; neither where nobody can be asked. */
async function changesOf(
  { refusedRights }: BareMetal,
  node: string | undefined,
): Promise<{ readonly refused?: readonly RefusedRight[]; readonly failure?: string }> {
  if (refusedRights === undefined || node === undefined) return {};
  try {
    return { refused: await withPatience(Patience.of(0), () => refusedRights(node)) };
  } catch (error) {
    if (!InspectorError.is(error)) throw error;
    return { failure: error.message };
  }
}

/** An answer, or the words of the bare metal service where it does not permit the question. */
async function asked<T>(ask: () => Promise<T>): Promise<{ readonly answer?: T; readonly refusal?: string }> {
  try {
    return { answer: await withPatience(Patience.of(0), ask) };
  } catch (error) {
    if (!InspectorError.is(error) || error.code !== 'INSP_BAREMETAL_REJECTED') throw error;
    const { httpStatus } = (error.cause ?? {}) as Partial<BareMetalFailure>;
    if (httpStatus === 403 || httpStatus === 401) return { refusal: error.message };
    throw error;
  }
}
