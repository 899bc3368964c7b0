import { type JsonObject, InspectorError, type LookupAttribute } from '@inspector/plugin-api';
import type { RecordRepository } from '../db/types.js';
import { bmcAddresses, interfaceMacs } from '@inspector/plugin-api/ramdisk-data';

/** What a machine can be recognised by, each list possibly empty. */
export interface LookupKeys {
  readonly bmcAddresses: readonly string[];
  readonly macs: readonly string[];
}

/** Keys in posted data: BMC addresses (IPv4 first) and the MACs of all its valid network cards. */
export function lookupKeys(data: JsonObject): LookupKeys {
  const { ipv4, ipv6 } = bmcAddresses(data);
  return {
    bmcAddresses: [ipv4, ipv6].filter((address) => address !== undefined),
    macs: interfaceMacs(data),
  };
}

/** The keys as rows of the attribute table. */
export const lookupAttributes = ({ bmcAddresses: addresses, macs }: LookupKeys): LookupAttribute[] => [
  ...addresses.map((value) => ({ name: 'bmc_address', value })),
  ...macs.map((value) => ({ name: 'mac', value })),
];

/** How keys are shown in messages, the form operators know. */
export function describeKeys(keys: LookupKeys): string {
  const quoted = (values: readonly string[]): string => `[${values.map((value) => `'${value}'`).join(', ')}]`;
  return `{'bmc_address': ${quoted(keys.bmcAddresses)}, 'mac': ${quoted(keys.macs)}}`;
}

/**
 * The node on introspection that shares most keys with the data.
 *
 * @returns its UUID; undefined when no node shares any
 * @throws `INSP_LOOKUP_FAILED` when several share equally many
 */
export async function findNode(
  keys: LookupKeys,
  records: Pick<RecordRepository, 'findByAttributes'>,
): Promise<string | undefined> {
  const attributes = lookupAttributes(keys);
  if (attributes.length === 0) return undefined;
  const scores = new Map<string, number>();
  for (const { nodeUuid } of await records.findByAttributes(attributes)) {
    scores.set(nodeUuid, (scores.get(nodeUuid) ?? 0) + 1);
  }
  const highest = Math.max(0, ...scores.values());
  const best = [...scores].filter(([, score]) => score === highest).map(([uuid]) => uuid);
  if (best.length > 1) {
    throw new InspectorError(
      'INSP_LOOKUP_FAILED',
      `Multiple nodes match the same number of attributes ${describeKeys(keys)}: ${best.sort().join(', ')}`,
    );
  }
  return best[0];
}
