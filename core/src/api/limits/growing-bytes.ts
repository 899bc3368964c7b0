/**
 * Bytes that arrive in pieces. They are copied: a piece may be one byte of a large network buffer, and would keep all
 * of it.
 */
export class GrowingBytes {
  /** How many there are. */
  size = 0;
  #bytes: Buffer;

  /** @param expected - bytes that will come at most, as far as is known */
  constructor(private readonly expected: number) {
    this.#bytes = Buffer.allocUnsafe(Math.min(expected, FIRST));
  }

  /** Everything that came. The rest of the array is not defined. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  add(piece: Buffer): void {
    const size = this.size + piece.length;
    if (size > this.#bytes.length) this.#grow(size);
    piece.copy(this.#bytes, this.size);
    this.size = size;
  }

  /** Forgets everything: whoever still refers to this keeps no memory. */
  clear(): void {
    this.size = 0;
    this.#bytes = Buffer.alloc(0);
  }

  #grow(needed: number): void {
    const more = Math.min(GROWTH * this.#bytes.length, this.expected);
    const larger = Buffer.allocUnsafe(Math.max(needed, more));
    this.#bytes.copy(larger, 0, 0, this.size);
    this.#bytes = larger;
  }
}

/** How many times larger the room becomes: every byte is copied once and a third on average. */
const GROWTH = 4;

/** Room at the beginning, in bytes: most bodies fit. */
const FIRST = 16 * 1024;
