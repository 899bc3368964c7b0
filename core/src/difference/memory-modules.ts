import type { JsonObject } from '@inspector/plugin-api';
import { integerOf, isJsonObject, member } from '@inspector/plugin-api/ramdisk-data';
import { known, MOST_PARTS, serial, words } from './part.js';
import type { Part } from './types.js';

const BANK = /^bank:/;
const MIB = 1024 ** 2;

/** The memory modules that the collector `extra-hardware` found, known by serial and slot. Empty slots are none. */
export function memoryModules(data: JsonObject): Part[] {
  const banks = member(member(data, 'extra'), 'memory');
  if (!isJsonObject(banks)) return [];
  return Object.keys(banks)
    .filter((name) => BANK.test(name))
    .slice(0, MOST_PARTS)
    .flatMap((name) => moduleOf(name, banks[name]));
}

function moduleOf(bank: string, found: unknown): Part[] {
  const size = integerOf(member(found, 'size'));
  if (size === undefined || size <= 0) return [];
  return [
    {
      kind: 'memory module',
      facts: known({
        serial: serial(member(found, 'serial')),
        vendor: words(member(found, 'vendor')),
        product: words(member(found, 'product')),
        size_mb: Math.floor(size / MIB),
        clock: integerOf(member(found, 'clock')),
      }),
      identity: ['serial'],
      places: known({ slot: words(member(found, 'slot')), bank }),
    },
  ];
}
