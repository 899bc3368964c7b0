import { InspectorError, type BareMetal } from '@inspector/plugin-api';
import type { BmcOwners } from '@inspector/plugin-api/bmc';

// The MACs come from an unauthenticated post: a forged one may name thousands.
const QUERIES_AT_ONCE = 8;

/**
 * Refuses MACs that have a port already.
 *
 * @throws InspectorError `INSP_LOOKUP_FAILED` that names the port
 */
export const refuseKnownMacs = async (macs: readonly string[], baremetal: BareMetal): Promise<void> => {
  for (let start = 0; start < macs.length; start += QUERIES_AT_ONCE) {
    const batch = macs.slice(start, start + QUERIES_AT_ONCE);
    const found = await Promise.all(batch.map((mac) => baremetal.findPorts(mac)));
    found.forEach(([port], index) => {
      if (port !== undefined) throw refusal(`Port ${batch[index] ?? ''} already exists, uuid: ${port.uuid}`);
    });
  }
};

/**
 * Refuses a BMC address that a node has already, as address or as host name that resolves to it.
 *
 * @throws InspectorError `INSP_LOOKUP_FAILED` that names the node
 */
export const refuseKnownBmc = async (address: string, owners: Pick<BmcOwners, 'of'>): Promise<void> => {
  const [owner] = await owners.of([address]);
  if (owner !== undefined) throw refusal(`Node ${owner} already has BMC address ${address}`);
};

/** The error that ends the introspection of a machine that is known under another state. */
export const refusal = (text: string): InspectorError => new InspectorError('INSP_LOOKUP_FAILED', text);

/** Whether the bare metal service has a node with this UUID. */
export const exists = async (uuid: string, baremetal: Pick<BareMetal, 'getNode'>): Promise<boolean> => {
  try {
    await baremetal.getNode(uuid, ['uuid']);
    return true;
  } catch (error) {
    if (InspectorError.is(error) && error.code === 'INSP_NODE_NOT_FOUND') return false;
    throw error;
  }
};
