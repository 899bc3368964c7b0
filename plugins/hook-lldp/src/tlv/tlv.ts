import type { Json } from '@inspector/plugin-api';
import { ByteReader } from './byte-reader.js';

const HEX = /^[0-9a-f]*$/i;

/** Digits of the longest value: IEEE 802.1AB has nine bits for its length in bytes. */
const MOST_DIGITS = 2 * 511;

/** One type-length-value record of an LLDP frame. */
export interface Tlv {
  readonly type: number;
  readonly value: ByteReader;
}

/** Reads a TLV as ramdisks send it, a pair of type and hexadecimal text; a text says why it is none. */
export const readTlv = (pair: Json): Tlv | string => {
  const [type, hex] = Array.isArray(pair) ? pair : [];
  if (typeof type !== 'number' || typeof hex !== 'string') {
    return 'a pair of type and hexadecimal text expected';
  }
  if (hex.length > MOST_DIGITS) return 'the value is longer than a TLV can be';
  if (hex.length % 2 !== 0 || !HEX.test(hex)) return 'the value is not hexadecimal';
  return { type, value: new ByteReader(Buffer.from(hex, 'hex')) };
};
