import { isUtf8 } from 'node:buffer';

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes at most that one step reads: what a length of one byte can say, and the longest value of a TLV. */
const NOTHING = Buffer.alloc(512);

/**
 * Reads the bytes of a TLV from front to back.
 *
 * It does not throw: a post may hold a hundred thousand records that cannot be read, and an exception for each of
 * them costs seconds. The first thing that does not fit is kept as {@link fault}; from then on zeros are read, and
 * whoever asked throws away what came of them.
 */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;
  #fault: string | undefined;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Why the value cannot be read; `undefined`: nothing was wrong so far. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** How many bytes are left. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** Declares the value wrong; the first reason counts. */
  refuse(reason: string): void {
    this.#fault ??= reason;
  }

  /** The next `count` bytes, at most 511. */
  take(count: number): Buffer {
    if (count > this.left) this.refuse(`${count} bytes expected, ${this.left} left`);
    if (this.#fault !== undefined) return NOTHING.subarray(0, count);
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
    if (!isUtf8(bytes)) {
      this.refuse('the text is not UTF-8');
      return '';
    }
    return UTF8.decode(bytes);
  }

  /** Refuses a value of another total length. */
  expectTotal(length: number): this {
    if (this.#bytes.length !== length) {
      this.refuse(`${length} bytes expected, ${this.#bytes.length} found`);
    }
    return this;
  }
}
