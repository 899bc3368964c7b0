import { MalformedTlv } from './malformed.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads the bytes of a TLV from front to back. Every method throws {@link MalformedTlv} at the end. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** How many bytes are left. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** The next `count` bytes. */
  take(count: number): Buffer {
    if (count > this.left) throw new MalformedTlv(`${count} bytes expected, ${this.left} left`);
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  /** The next byte as a number. */
  uint8(): number {
    return this.take(1).readUInt8();
  }

  /** The next two bytes as a number, big-endian. */
  uint16(): number {
    return this.take(2).readUInt16BE();
  }

  /** The next four bytes as a number, big-endian. */
  uint32(): number {
    return this.take(4).readUInt32BE();
  }

  /** The next `count` bytes as UTF-8 text, by default all that are left. */
  text(count: number = this.left): string {
    const bytes = this.take(count);
    try {
      return UTF8.decode(bytes);
    } catch (error) {
      if (error instanceof TypeError) throw new MalformedTlv('the text is not UTF-8');
      throw error;
    }
  }

  /** Refuses a value of another total length. */
  expectTotal(length: number): this {
    if (this.#bytes.length !== length) {
      throw new MalformedTlv(`${length} bytes expected, ${this.#bytes.length} found`);
    }
    return this;
  }
}
