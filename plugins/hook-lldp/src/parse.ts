import type { Json, JsonObject } from '@inspector/plugin-api';
import { BASIC_TLVS } from './tlv/basic.js';
import { addFacts } from './tlv/fact.js';
import { readTlv } from './tlv/tlv.js';

/** What the LLDP frames of one network card say. */
export interface LldpFindings {
  /** Facts under the names that clients know; empty when nothing could be read. */
  readonly processed: JsonObject;
  /** Why single TLVs were left out, in order. */
  readonly problems: readonly string[];
}

/** Parses the TLVs of one network card, pairs of type and hexadecimal text. Bad ones are left out one by one. */
export const parseLldp = (tlvs: readonly Json[]): LldpFindings => {
  const processed: JsonObject = {};
  const problems: string[] = [];
  tlvs.forEach((pair, index) => {
    const tlv = readTlv(pair);
    const facts = typeof tlv === 'string' ? [] : (BASIC_TLVS.get(tlv.type)?.(tlv.value) ?? []);
    const problem = typeof tlv === 'string' ? tlv : tlv.value.fault;
    if (problem === undefined) addFacts(processed, facts);
    else problems.push(`${describe(pair)} at ${index}: ${problem}`);
  });
  return { processed, problems };
};

const describe = (pair: Json): string => {
  const type = Array.isArray(pair) ? pair[0] : undefined;
  return typeof type === 'number' ? `TLV of type ${type}` : 'TLV';
};
