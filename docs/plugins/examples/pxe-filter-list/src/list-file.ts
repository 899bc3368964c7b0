import { readFile, rename, writeFile } from 'node:fs/promises';

/** A text file that is replaced as a whole, and only when it differs. */
export class ListFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Brings the file to these lines, whatever anybody did to it.
   *
   * @returns how many lines were added or removed, at least 1 if the file was written
   */
  async update(lines: readonly string[]): Promise<number> {
    const text = lines.map((line) => `${line}\n`).join('');
    const present = await this.#read();
    if (present === text) return 0;
    // A rename is one step: the DHCP server sees the old list or the new one, never half of one.
    await writeFile(`${this.#path}.new`, text, { mode: 0o644 });
    await rename(`${this.#path}.new`, this.#path);
    const [before, after] = [present.split('\n'), text.split('\n')];
    return Math.max(1, difference(before, after) + difference(after, before));
  }

  /** The whole file; empty when there is none. */
  async #read(): Promise<string> {
    try {
      return await readFile(this.#path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    }
  }
}

const difference = (lines: readonly string[], others: readonly string[]): number => {
  const known = new Set(others);
  return lines.filter((line) => !known.has(line)).length;
};
