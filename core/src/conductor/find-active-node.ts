import pLimit from 'p-limit';
import { InspectorError } from '@inspector/plugin-api';
import { logPrefix } from '../node/log-prefix.js';
import { describeKeys, type LookupKeys } from '../introspection/lookup.js';
import { isInUse } from '../node/provision-state.js';
import type { ConductorServices } from './services.js';

/** Questions about one machine that the bare metal service gets at a time; others have work for it, too. */
const QUERIES_AT_ONCE = 8;

const list = (values: Iterable<string>): string => [...values].sort().join(', ');

const refuse = (message: string): InspectorError => new InspectorError('INSP_LOOKUP_FAILED', message);

/**
 * Recognises a machine in use (`active`, `rescue`) that posted data although nobody started an introspection,
 * by asking the bare metal service.
 *
 * @returns its UUID; undefined when the service does not know it either
 * @throws `INSP_LOOKUP_FAILED` when MACs and addresses disagree or the node is not in use
 */
export async function findActiveNode(
  keys: LookupKeys,
  services: ConductorServices,
): Promise<string | undefined> {
  if (keys.macs.length === 0 && keys.bmcAddresses.length === 0) return undefined;
  const [byMac, byAddress] = await Promise.all([nodeByMac(keys, services), nodeByAddress(keys, services)]);
  if (byMac !== undefined && byAddress !== undefined && byMac !== byAddress) {
    throw refuse(
      `MAC addresses ${list(keys.macs)} and BMC addresses ${list(keys.bmcAddresses)} correspond to different nodes: ${byMac} and ${byAddress}`,
    );
  }
  const uuid = byMac ?? byAddress;
  if (uuid === undefined) return undefined;
  const node = await services.baremetal.getNode(uuid, ['uuid', 'provision_state']);
  if (!isInUse(node)) {
    throw refuse(`Node ${uuid} is not active, its provision state is ${node.provision_state ?? 'None'}`);
  }
  services.log.info(`${logPrefix({ uuid })} recognised as a machine in use by ${describeKeys(keys)}`);
  return uuid;
}

async function nodeByMac(
  { macs }: LookupKeys,
  { baremetal }: ConductorServices,
): Promise<string | undefined> {
  const turn = pLimit(QUERIES_AT_ONCE);
  const ports = (await Promise.all(macs.map((mac) => turn(() => baremetal.findPorts(mac))))).flat();
  const nodes = new Set(ports.map((port) => port.node_uuid).filter((uuid) => uuid !== undefined));
  if (nodes.size > 1) {
    throw refuse(`MAC addresses ${list(macs)} correspond to more than one node: ${list(nodes)}`);
  }
  return [...nodes][0];
}

async function nodeByAddress(
  { bmcAddresses }: LookupKeys,
  { bmcOwners }: ConductorServices,
): Promise<string | undefined> {
  if (bmcAddresses.length === 0) return undefined;
  const nodes = await bmcOwners.of(bmcAddresses);
  if (nodes.length > 1) {
    throw refuse(`BMC addresses ${list(bmcAddresses)} correspond to more than one node: ${list(nodes)}`);
  }
  return nodes[0];
}
