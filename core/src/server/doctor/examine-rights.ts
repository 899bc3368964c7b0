import {
  type BareMetal,
  type BareMetalFailure,
  InspectorError,
  Patience,
  withPatience,
} from '@inspector/plugin-api';
import { type Finding, ok } from './check.js';

/** No card has this address. */
const NO_CARD = '00:00:00:00:00:00';

interface Right {
  readonly name: string;
  readonly ask: (baremetal: BareMetal) => Promise<unknown>;
}

/**
 * What can be asked without a change. Whether nodes may be changed cannot: of a node that does not exist Ironic says so to
 * everybody, before it looks at any right.
 */
const RIGHTS: readonly Right[] = [
  { name: 'list nodes', ask: (baremetal) => baremetal.listNodes(['uuid']) },
  { name: 'list ports', ask: (baremetal) => baremetal.findPorts(NO_CARD) },
];

/**
 * Finds out what the user of the service may see in the bare metal service.
 *
 * @throws what the bare metal service throws besides a refusal
 */
export async function examineRights(baremetal: BareMetal): Promise<Finding> {
  const missing: string[] = [];
  let words = '';
  for (const { name, ask } of RIGHTS) {
    const refusal = await refusalOf(() => ask(baremetal));
    if (refusal === undefined) continue;
    missing.push(name);
    words ||= refusal;
  }
  if (missing.length === 0)
    return ok('nodes and ports may be listed; whether nodes may be changed shows only when they are');
  return { verdict: 'fault', text: `the user of the service may not ${missing.join(' and ')}: ${words}` };
}

/** The words of the bare metal service where it does not permit something; undefined: it does. */
async function refusalOf(ask: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await withPatience(Patience.of(0), ask);
    return undefined;
  } catch (error) {
    if (!InspectorError.is(error) || error.code !== 'INSP_BAREMETAL_REJECTED') throw error;
    const { httpStatus } = (error.cause ?? {}) as Partial<BareMetalFailure>;
    if (httpStatus === 403 || httpStatus === 401) return error.message;
    throw error;
  }
}
