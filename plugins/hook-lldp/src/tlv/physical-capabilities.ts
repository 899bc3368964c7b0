// RFC 4836, IANAifMauAutoNegCapBits, from the second highest bit down.
const NAMES = [
  '10BASE-T hdx',
  '10BASE-T fdx',
  '10BASE-T4',
  '100BASE-TX hdx',
  '100BASE-TX fdx',
  '100BASE-T2 hdx',
  '100BASE-T2 fdx',
  'PAUSE fdx',
  'Asym PAUSE fdx',
  'Sym PAUSE fdx',
  'Asym and Sym PAUSE fdx',
  '1000BASE-X hdx',
  '1000BASE-X fdx',
  '1000BASE-T hdx',
  '1000BASE-T fdx',
];

const HIGHEST = 0x4000;

/** Names of the physical capabilities in a 16-bit mask, sorted by their bytes. */
export const physicalCapabilities = (mask: number): string[] =>
  NAMES.filter((_name, index) => (mask & (HIGHEST >> index)) !== 0).sort();
