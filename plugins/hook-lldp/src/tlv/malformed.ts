/** A TLV that cannot be read; the message says why. It is left out, the others still count. */
export class MalformedTlv extends Error {
  override readonly name = 'MalformedTlv';
}
