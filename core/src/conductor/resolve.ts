import type { BareMetal } from '../baremetal/types.js';
import { canonicalUuid } from '../node/uuid.js';

/**
 * UUID of a node. A UUID in any spelling is answered without asking anybody; a name is looked up in the bare
 * metal service.
 */
export async function resolveNode(node: string, baremetal: Pick<BareMetal, 'getNode'>): Promise<string> {
  return canonicalUuid(node) ?? (await baremetal.getNode(node, ['uuid'])).uuid;
}
