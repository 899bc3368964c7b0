import { type BareMetal, InspectorError } from '@inspector/plugin-api';
import type { StoredRecord } from '../db/types.js';
import { canonicalUuid } from '../node/uuid.js';
import type { ConductorServices } from './services.js';

/**
 * UUID of a node. A UUID in any spelling is answered without asking anybody; a name is looked up in the bare
 * metal service.
 */
export async function resolveNode(node: string, baremetal: Pick<BareMetal, 'getNode'>): Promise<string> {
  return canonicalUuid(node) ?? (await baremetal.getNode(node, ['uuid'])).uuid;
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
