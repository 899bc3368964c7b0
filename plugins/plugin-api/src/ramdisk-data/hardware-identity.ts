import { member, objectMembers, textMember } from '../json/json-object.js';
import type { Json, JsonObject } from '../json/types.js';
import { cardMac, isLocallyAdministered } from '../net/mac.js';
import { isSerial } from './junk-serials.js';

/** What a machine is known by, whoever enrolled it under whichever name. Every list is sorted, each item once. */
export interface HardwareIdentity {
  /** UUID of the system board's firmware, lower case. */
  readonly systemUuid?: string;
  /** Serial number of the machine with its maker: makers count alike. */
  readonly serial?: string;
  /** Serials and world wide names of disks. Disks move from machine to machine. */
  readonly disks: readonly string[];
  /** MACs of network cards, without those that several machines share. Cards move, too. */
  readonly macs: readonly string[];
}

/** What two machines share, by what it tells. One whole sign of a machine is worth more than many movable parts. */
const WEIGHT = { systemUuid: 8, serial: 8, mac: 3, localMac: 1, disk: 1 } as const;

/** From this score on two sets of data are of one machine. One system board, or several of its parts. */
export const SAME_MACHINE = 8;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** UUIDs of firmware that nobody has set. */
const UNSET_UUIDS: ReadonlySet<string> = new Set([
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '03000200-0400-0500-0006-000700080009',
  '12345678-1234-5678-90ab-cddeefaabbcc',
]);

/** The identity of the machine that introspection data are of, raw or processed. */
export function hardwareIdentity(data: JsonObject): HardwareIdentity {
  const inventory = member(data, 'inventory');
  const vendor = member(inventory, 'system_vendor');
  const product = member(member(member(data, 'extra'), 'system'), 'product');
  const systemUuid = uuidIn(member(vendor, 'system_uuid')) ?? uuidIn(member(product, 'uuid'));
  const serial = member(vendor, 'serial_number');
  const disks = objectMembers(inventory, 'disks').flatMap((disk) => [
    member(disk, 'serial'),
    member(disk, 'wwn_with_extension') ?? member(disk, 'wwn'),
  ]);
  const macs = objectMembers(inventory, 'interfaces').map((card) => cardMac(member(card, 'mac_address')));
  return {
    ...(systemUuid !== undefined && { systemUuid }),
    ...(isSerial(serial) && {
      serial: `${normal(textMember(vendor, 'manufacturer') ?? '')} ${normal(serial)}`.trim(),
    }),
    disks: sorted(disks.filter(isSerial).map(normal)),
    macs: sorted(macs.filter((mac) => mac !== undefined)),
  };
}

/** How much two identities share; from {@link SAME_MACHINE} on they are of one machine. */
export function identityScore(left: HardwareIdentity, right: HardwareIdentity): number {
  const shared = (ours: readonly string[], theirs: readonly string[]): string[] => {
    const known = new Set(theirs);
    return ours.filter((item) => known.has(item));
  };
  const isShared = (ours?: string, theirs?: string): boolean => ours !== undefined && ours === theirs;
  const macs = shared(left.macs, right.macs);
  const localMacs = macs.filter(isLocallyAdministered).length;
  return (
    (isShared(left.systemUuid, right.systemUuid) ? WEIGHT.systemUuid : 0) +
    (isShared(left.serial, right.serial) ? WEIGHT.serial : 0) +
    (macs.length - localMacs) * WEIGHT.mac +
    localMacs * WEIGHT.localMac +
    shared(left.disks, right.disks).length * WEIGHT.disk
  );
}

function uuidIn(value: Json | undefined): string | undefined {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return UUID.test(text) && !UNSET_UUIDS.has(text) ? text : undefined;
}

const normal = (text: string): string => text.trim().toLowerCase();

const sorted = (items: readonly string[]): string[] => [...new Set(items)].sort();
