import { readAddress, readMac } from './address.js';
import type { ByteReader } from './byte-reader.js';

type Form = 'text' | 'mac' | 'address';

// IEEE 802.1AB, chassis ID and port ID subtypes.
const CHASSIS = new Map<number, Form>([
  [1, 'text'],
  [2, 'text'],
  [3, 'text'],
  [4, 'mac'],
  [5, 'address'],
  [6, 'text'],
  [7, 'text'],
]);
const PORT = new Map<number, Form>([
  [1, 'text'],
  [2, 'text'],
  [3, 'mac'],
  [4, 'address'],
  [5, 'text'],
  [7, 'text'],
]);

/** An identifier of a switch or of one of its ports. */
export interface Identifier {
  /** undefined: of a kind that is not known, which the reader refuses. */
  readonly form: Form | undefined;
  /** null for an address of a family that is not known. */
  readonly value: string | null;
}

/** The value of a chassis ID TLV. */
export const readChassisId = (value: ByteReader): Identifier => readIdentifier(value, CHASSIS);

/** The value of a port ID TLV. */
export const readPortId = (value: ByteReader): Identifier => readIdentifier(value, PORT);

const readIdentifier = (value: ByteReader, forms: ReadonlyMap<number, Form>): Identifier => {
  const subtype = value.uint8();
  const form = forms.get(subtype);
  switch (form) {
    case 'text':
      return { form, value: value.text() };
    case 'mac':
      return { form, value: readMac(value) };
    case 'address':
      return { form, value: readAddress(value) };
    case undefined:
      value.refuse(`unknown subtype ${subtype}`);
      return { form, value: null };
  }
};
