import { type JsonObject, InspectorError, type LookupAttribute, type PluginLog } from '@inspector/plugin-api';
import type { RecordRepository } from '../db/types.js';
import { bmcAddresses, interfaceMacs, isLocallyAdministered } from '@inspector/plugin-api/ramdisk-data';
import { logPrefix } from '../node/log-prefix.js';

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

/** Addresses of a node named in a message; a hostile post may share thousands. */
const SHOWN = 5;

/**
 * The node on introspection that shares most keys with the data. The log says when that rests on one key which
 * other machines may have too.
 *
 * @returns its UUID; undefined when no node shares any
 * @throws `INSP_LOOKUP_FAILED` when several share equally many; it names what each shares
 */
export async function findNode(
  keys: LookupKeys,
  records: Pick<RecordRepository, 'findByAttributes'>,
  log: Pick<PluginLog, 'info'>,
): Promise<string | undefined> {
  const attributes = lookupAttributes(keys);
  if (attributes.length === 0) return undefined;
  const shared = new Map<string, LookupAttribute[]>();
  for (const { nodeUuid, name, value } of await records.findByAttributes(attributes)) {
    const present = shared.get(nodeUuid);
    if (present === undefined) shared.set(nodeUuid, [{ name, value }]);
    else present.push({ name, value });
  }
  const highest = [...shared.values()].reduce((most, { length }) => Math.max(most, length), 0);
  const best = [...shared].filter(([, { length }]) => length === highest);
  const [first] = best;
  if (first === undefined) return undefined;
  if (best.length > 1) throw ambiguous(keys, best);
  const [uuid, [only, ...others]] = first;
  if (only !== undefined && others.length === 0 && isWeak(only)) {
    log.info(
      `${logPrefix({ uuid })} recognised only by ${shownAddress(only)}, which software has chosen: ` +
        'another machine may have the same',
    );
  }
  return uuid;
}

const isWeak = ({ name, value }: LookupAttribute): boolean => name === 'mac' && isLocallyAdministered(value);

const shownAddress = ({ name, value }: LookupAttribute): string =>
  `${name === 'mac' ? 'MAC' : 'BMC address'} ${value}`;

function ambiguous(
  keys: LookupKeys,
  best: readonly (readonly [string, readonly LookupAttribute[]])[],
): InspectorError {
  const sorted = best.toSorted(([left], [right]) => (left < right ? -1 : 1));
  const shares = sorted.map(([uuid, attributes]) => {
    const named = attributes.slice(0, SHOWN).map(shownAddress).join(', ');
    const more = attributes.length > SHOWN ? ` and ${String(attributes.length - SHOWN)} more` : '';
    return `node ${uuid} has ${named}${more}`;
  });
  return new InspectorError(
    'INSP_LOOKUP_FAILED',
    `Multiple nodes match the same number of attributes ${describeKeys(keys)}: ` +
      `${sorted.map(([uuid]) => uuid).join(', ')}. Of these, ${shares.join('; ')}`,
  );
}
