import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InspectorError, type JsonObject } from '@inspector/plugin-api';
import {
  assertInventoryShape,
  assertValidInventory,
  emptyInventory,
  inventoryText,
  parseInventory,
  varsOfHost,
  type InventoryDocument,
} from '@inspector/plugin-api/inventory';
import { fileFault, writeOutput } from '../files.js';

/** An inventory in a file, which is the only one that is read and written. */
export class InventoryFile {
  readonly #path: string;

  /**
   * @param file - relative to `cwd`
   * @param mayBeNew - a file that does not exist counts as an inventory without hosts
   */
  constructor(
    file: string,
    private readonly cwd: string,
    private readonly mayBeNew = false,
  ) {
    this.#path = resolve(cwd, file);
  }

  /** Throws `INSP_FILE_FAILED`, `INSP_INVENTORY_CORRUPT` and `INSP_INVENTORY_INVALID`, which name the file. */
  async load(): Promise<{ readonly inventory: InventoryDocument }> {
    return { inventory: this.#parsed(await this.#bytes()) };
  }

  /** Throws what `load` throws: a file that is damaged elsewhere is damaged. */
  async hostVars(host: string): Promise<JsonObject | undefined> {
    return varsOfHost((await this.load()).inventory, host);
  }

  /**
   * Changes the file: afterwards it is the old one or the new one, whole. A file that has the result already is not
   * written.
   *
   * @param apply - may change the document that it gets
   * @throws what `load` throws, and `INSP_FILE_FAILED` when somebody else has changed the file meanwhile
   */
  async change(apply: (document: InventoryDocument) => InventoryDocument): Promise<void> {
    const bytes = await this.#bytes();
    const document = this.#parsed(bytes);
    const before = inventoryText(document);
    const text = assertValidInventory(apply(document), this.#path);
    if (text === before) return;
    const present = await this.#bytes();
    const isSame = bytes === undefined ? present === undefined : present?.equals(bytes);
    if (isSame !== true) {
      throw new InspectorError(
        'INSP_FILE_FAILED',
        `${this.#path} was changed by somebody else meanwhile. Nothing was written; run the command again`,
      );
    }
    await writeOutput(this.#path, text, this.cwd);
  }

  /** There is nothing to free. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  #parsed(bytes: Buffer | undefined): InventoryDocument {
    if (bytes === undefined) return emptyInventory();
    const document = parseInventory(bytes, this.#path);
    assertInventoryShape(document, this.#path);
    return document;
  }

  async #bytes(): Promise<Buffer | undefined> {
    try {
      return await readFile(this.#path);
    } catch (cause) {
      if (this.mayBeNew && (cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw fileFault('read the inventory', this.#path, cause);
    }
  }
}
