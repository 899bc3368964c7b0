import type { JsonObject } from '@inspector/plugin-api';
import { integerOf, member, objectMembers } from '@inspector/plugin-api/ramdisk-data';
import { flag, known, MOST_PARTS, serial, words } from './part.js';
import type { Part } from './types.js';

/** The disks, known by serial and world wide name. `/dev/sda` may be another one after the next boot and is no place. */
export const diskParts = (data: JsonObject): Part[] =>
  objectMembers(member(data, 'inventory'), 'disks').slice(0, MOST_PARTS).map(diskOf);

function diskOf(disk: JsonObject): Part {
  const label = words(member(disk, 'name'));
  return {
    kind: 'disk',
    facts: known({
      serial: serial(member(disk, 'serial')),
      wwn: serial(member(disk, 'wwn_with_extension') ?? member(disk, 'wwn')),
      vendor: words(member(disk, 'vendor')),
      model: words(member(disk, 'model')),
      size: integerOf(member(disk, 'size')),
      rotational: flag(member(disk, 'rotational')),
    }),
    identity: ['serial', 'wwn'],
    places: known({ by_path: words(member(disk, 'by_path')), hctl: words(member(disk, 'hctl')) }),
    ...(label === undefined ? {} : { label }),
  };
}
