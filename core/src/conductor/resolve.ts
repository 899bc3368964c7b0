import { type BareMetal, InspectorError, Patience, thrownText, withPatience } from '@inspector/plugin-api';
import type { StoredRecord } from '../db/types.js';
import { isOutage } from '../errors/outage.js';
import { canonicalUuid } from '../node/uuid.js';
import type { ConductorServices } from './services.js';

/** Milliseconds that the bare metal service has to say whose name it is, where the answer is known from before. */
const A_MOMENT = 5000;

type Services = Pick<ConductorServices, 'baremetal' | 'database'>;

/**
 * UUID of a node. A UUID in any spelling is returned without asking anybody; a name is looked up in the bare metal
 * service. While that is away, the name counts that a node had when it was seen last, if only one node had it.
 */
export async function resolveNode(node: string, services: Services): Promise<string> {
  const uuid = canonicalUuid(node);
  if (uuid !== undefined) return uuid;
  const { baremetal, database } = services;
  const known = await database.records.named(node);
  if (known.length === 0) return askName(node, baremetal);
  try {
    // One try: whoever asks need not wait for what is known.
    return await withPatience(Patience.of(0), () => soon(askName(node, baremetal)));
  } catch (error) {
    if (!isOutage(error)) throw error;
    const [first, ...others] = known;
    if (first !== undefined && others.length === 0) return first;
    throw new InspectorError(
      'INSP_BAREMETAL_UNREACHABLE',
      `The name ${node} was last seen on the nodes ${known.join(' and ')}, and which of them has it now cannot be asked ` +
        `(${thrownText(error)}). Give the UUID of the node.`,
      { cause: error },
    );
  }
}

const askName = async (name: string, baremetal: Pick<BareMetal, 'getNode'>): Promise<string> =>
  (await baremetal.getNode(name, ['uuid'])).uuid;

/** What `asked` returns, within a moment. */
async function soon(asked: Promise<string>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const text = `The bare metal service did not return the name of a node within ${String(A_MOMENT / 1000)} s`;
    timer = setTimeout(() => reject(new InspectorError('INSP_BAREMETAL_UNREACHABLE', text)), A_MOMENT);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The introspection record of a node as it is now.
 *
 * @throws `INSP_NODE_NOT_CACHED` (404) when there is none
 */
export async function recordOf(
  uuid: string,
  { database }: Pick<ConductorServices, 'database'>,
): Promise<StoredRecord> {
  return orNotCached(uuid, await database.records.get(uuid));
}

/**
 * The record a holder has read.
 *
 * @throws `INSP_NODE_NOT_CACHED` (404) when there is none
 */
export function orNotCached(uuid: string, record: StoredRecord | undefined): StoredRecord {
  if (record) return record;
  throw new InspectorError('INSP_NODE_NOT_CACHED', `Could not find node ${uuid} in cache`);
}
