import type { Json } from '@inspector/plugin-api';
import { ByteReader } from './byte-reader.js';
import { MalformedTlv } from './malformed.js';

const HEX = /^[0-9a-f]*$/i;

/** One type-length-value record of an LLDP frame. */
export interface Tlv {
  readonly type: number;
  readonly value: ByteReader;
}

/**
 * Reads a TLV as ramdisks send it: a pair of type and hexadecimal text.
 *
 * @throws MalformedTlv for any other shape
 */
export const readTlv = (pair: Json): Tlv => {
  const [type, hex] = Array.isArray(pair) ? pair : [];
  if (typeof type !== 'number' || typeof hex !== 'string') {
    throw new MalformedTlv('a pair of type and hexadecimal text expected');
  }
  if (hex.length % 2 !== 0 || !HEX.test(hex)) throw new MalformedTlv('the value is not hexadecimal');
  return { type, value: new ByteReader(Buffer.from(hex, 'hex')) };
};
