import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InspectorError, thrownText } from '@inspector/plugin-api';
import {
  assertValidInventory,
  inventoryText,
  parseInventory,
  type InventoryDocument,
} from '@inspector/plugin-api/inventory';
import { writeOutput } from '../files.js';

/** Where OpenStack-Ansible keeps its inventory unless told otherwise. */
const USUAL_FOLDER = '/etc/openstack_deploy';
const USUAL_NAME = 'openstack_inventory.json';

/** The file of OpenStack-Ansible's inventory: in the folder that its tools are told, else in their usual one. */
export const usualFile = (env: Readonly<Record<string, string | undefined>>): string =>
  join(env['OSA_CONFIG_DIR'] || USUAL_FOLDER, USUAL_NAME);

/** An inventory in a file, which is the only one that is read and written. */
export class InventoryFile {
  readonly #path: string;

  /** @param file - relative to `cwd` */
  constructor(
    file: string,
    private readonly cwd: string,
  ) {
    this.#path = resolve(cwd, file);
  }

  /** Throws `INSP_FILE_FAILED`, `INSP_INVENTORY_CORRUPT` and `INSP_INVENTORY_INVALID`, which name the file. */
  async load(): Promise<InventoryDocument> {
    const document = parseInventory(await this.#bytes(), this.#path);
    assertValidInventory(document, this.#path);
    return document;
  }

  /**
   * Changes the file: afterwards it is the old one or the new one, whole. A file that has the result already is not
   * written.
   *
   * @throws what `load` throws, and `INSP_FILE_FAILED` when somebody else has changed the file meanwhile
   */
  async change(apply: (document: InventoryDocument) => InventoryDocument): Promise<void> {
    const bytes = await this.#bytes();
    const document = parseInventory(bytes, this.#path);
    assertValidInventory(document, this.#path);
    const text = assertValidInventory(apply(document), this.#path);
    if (text === inventoryText(document)) return;
    if (!bytes.equals(await this.#bytes())) {
      throw new InspectorError(
        'INSP_FILE_FAILED',
        `${this.#path} was changed by somebody else meanwhile. Nothing was written; run the command again`,
      );
    }
    await writeOutput(this.#path, text, this.cwd);
  }

  async #bytes(): Promise<Buffer> {
    try {
      return await readFile(this.#path);
    } catch (cause) {
      throw new InspectorError(
        'INSP_FILE_FAILED',
        `Cannot read the inventory: ${thrownText(cause)}. Name the file with --file`,
        { cause },
      );
    }
  }
}
