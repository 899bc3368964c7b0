import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { fileWords, InspectorError } from '@inspector/plugin-api';

/** Who may read a backup: it holds the passwords of rules. */
const MODE = 0o600;

/**
 * Writes a backup, a compressed file of lines of JSON. It has its name only once it is whole and on the disk; until then a file
 * beside it grows.
 */
export class ArchiveWriter {
  readonly #temporary: string;
  readonly #gzip = createGzip();
  readonly #hash = createHash('sha256');
  readonly #written: Promise<void>;
  #fault: unknown;

  /** @param path - absolute; a file that is there is replaced at the end */
  constructor(private readonly path: string) {
    this.#temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    const file = createWriteStream(this.#temporary, { flags: 'wx', mode: MODE, flush: true });
    this.#written = pipeline(this.#gzip, file);
    this.#written.catch((error: unknown) => {
      this.#fault = error;
    });
  }

  /** Adds a line. */
  async add(value: object): Promise<void> {
    const line = `${JSON.stringify(value)}\n`;
    this.#hash.update(line);
    await this.#write(line);
  }

  /**
   * Adds the last line, with the sum over all lines before, and gives the file its name.
   *
   * @returns bytes of the file
   * @throws `INSP_FILE_FAILED`; the file that was there before stays then
   */
  async finish(end: object): Promise<number> {
    try {
      await this.#write(`${JSON.stringify({ end: { ...end, sha256: this.#hash.digest('hex') } })}\n`);
      this.#gzip.end();
      await this.#written;
      await rename(this.#temporary, this.path);
      const folder = await open(dirname(this.path), 'r');
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
      return (await stat(this.path)).size;
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    this.#gzip.destroy();
    await this.#written.catch(() => undefined);
    await rm(this.#temporary, { force: true });
  }

  async #write(text: string): Promise<void> {
    if (this.#fault !== undefined) throw this.#failure(this.#fault);
    if (this.#gzip.write(text)) return;
    const failed = this.#written.catch((error: unknown) => {
      throw this.#failure(error);
    });
    await Promise.race([once(this.#gzip, 'drain').catch(() => failed), failed]);
  }

  #failure(cause: unknown): InspectorError {
    if (InspectorError.is(cause)) return cause;
    return new InspectorError('INSP_FILE_FAILED', `Cannot write ${this.path}: ${fileWords(cause)}`, {
      cause,
    });
  }
}
