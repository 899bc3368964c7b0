import type { ByteReader } from './byte-reader.js';
import { DOT1_TLVS } from './dot1.js';
import { DOT3_TLVS } from './dot3.js';
import type { Fact } from './fact.js';

const ORGANISATIONS = new Map([
  ['0080c2', DOT1_TLVS],
  ['00120f', DOT3_TLVS],
]);

/** What an organisation-specific TLV says; subtypes that are not known say nothing. */
export const organisationFacts = (value: ByteReader): Fact[] => {
  const identifier = value.take(3).toString('hex');
  const subtype = value.uint8();
  const subtypes = ORGANISATIONS.get(identifier);
  if (subtypes === undefined) value.refuse(`unknown organisation ${identifier}`);
  return subtypes?.get(subtype)?.(value) ?? [];
};
