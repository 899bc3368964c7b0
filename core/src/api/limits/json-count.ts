/** What a JSON text holds, as far as it has been read. */
export interface JsonContents {
  /** Texts, numbers, lists, objects and so on; one more than there are in an empty list or object. */
  readonly values: number;
  /** Keys of all objects together. */
  readonly keys: number;
  /** The deepest nesting. */
  readonly depth: number;
  /** Bytes of the texts that are the member `logs` of the outermost object, quotes included. */
  readonly logBytes: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const LOGS_KEY = Buffer.from('"logs"');

/** Nowhere in a text. */
const NONE = -1;

/**
 * Counts what a JSON text holds while its bytes arrive, without parsing it: one pass, a few operations for each byte.
 * Of a text that is no JSON it counts what looks like it; `JSON.parse` never makes more of a text than was counted.
 */
export class JsonCount implements JsonContents {
  values = 1;
  keys = 0;
  depth = 0;

  /** Bytes read. */
  #at = 0;
  #level = 0;
  #isInString = false;
  #isEscaped = false;
  /** Where the last string at the first level begins and ends. */
  #stringStart = NONE;
  #stringEnd = NONE;
  /** Whether the value of `logs` is next, or being read. */
  #isAtLogs = false;
  #finishedLogBytes = 0;

  get logBytes(): number {
    const isInLogs = this.#isInString && this.#isAtLogs && this.#level === 1;
    return this.#finishedLogBytes + (isInLogs ? this.#at - this.#stringStart : 0);
  }

  /**
   * Counts what came since the last call.
   *
   * @param bytes - everything that came from the beginning
   * @param end - how many bytes of it are valid
   */
  read(bytes: Uint8Array, end: number): void {
    let at = this.#at;
    while (at < end) {
      if (this.#isInString) {
        at = this.#readString(bytes, at, end);
        continue;
      }
      this.#readCharacter(bytes, at);
      at++;
    }
    this.#at = end;
  }

  /** Reads to the end of a string, or of the bytes. */
  #readString(bytes: Uint8Array, start: number, end: number): number {
    let isEscaped = this.#isEscaped;
    for (let at = start; at < end; at++) {
      const byte = bytes[at];
      if (isEscaped) isEscaped = false;
      else if (byte === BACKSLASH) isEscaped = true;
      else if (byte === QUOTE) {
        this.#isEscaped = false;
        this.#endString(at + 1);
        return at + 1;
      }
    }
    this.#isEscaped = isEscaped;
    return end;
  }

  #endString(end: number): void {
    this.#isInString = false;
    if (this.#level !== 1) return;
    this.#stringEnd = end;
    if (this.#isAtLogs) this.#finishedLogBytes += end - this.#stringStart;
  }

  #readCharacter(bytes: Uint8Array, at: number): void {
    switch (bytes[at] ?? NONE) {
      case QUOTE:
        this.#isInString = true;
        if (this.#level === 1) this.#stringStart = at;
        return;
      case COMMA:
        this.values++;
        if (this.#level === 1) this.#isAtLogs = false;
        return;
      case COLON:
        this.keys++;
        if (this.#level === 1) this.#isAtLogs = this.#isLogsKey(bytes);
        return;
      case OPEN_LIST:
      case OPEN_OBJECT:
        this.values++;
        this.#level++;
        if (this.#level > this.depth) this.depth = this.#level;
        return;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        this.#level--;
        return;
      default:
    }
  }

  #isLogsKey(bytes: Uint8Array): boolean {
    const [start, end] = [this.#stringStart, this.#stringEnd];
    return end - start === LOGS_KEY.length && LOGS_KEY.equals(bytes.subarray(start, end));
  }
}
