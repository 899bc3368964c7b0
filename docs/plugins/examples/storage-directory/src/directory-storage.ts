import { randomUUID } from 'node:crypto';
import { opendir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InspectorError, type StorageBackend, type StoredDataKey } from '@inspector/plugin-api';

const NAME = /^([0-9a-f-]{36})\.(raw|processed)\.json$/;

/** A storage backend of files `<uuid>.raw.json` and `<uuid>.processed.json` in one directory. */
export class DirectoryStorage implements StorageBackend {
  readonly capabilities = { delete: true, list: true, needsRecord: false, keeps: true };
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async get(uuid: string, processed: boolean): Promise<string> {
    try {
      return await readFile(this.#path(uuid, processed), 'utf8');
    } catch (error) {
      if (!isMissing(error)) throw failed('read', uuid, error);
      throw new InspectorError(
        'INSP_DATA_NOT_FOUND',
        `Introspection data not found for node ${uuid}, processed=${processed ? 'True' : 'False'}`,
      );
    }
  }

  /** Writes a new file and renames it, so that a reader never sees half of it. */
  async save(uuid: string, data: string, processed: boolean): Promise<void> {
    const path = this.#path(uuid, processed);
    const draft = `${path}.${randomUUID()}`;
    try {
      await writeFile(draft, data);
      await rename(draft, path);
    } catch (error) {
      throw failed('written', uuid, error);
    }
  }

  async delete(uuid: string): Promise<void> {
    for (const processed of [true, false]) await rm(this.#path(uuid, processed), { force: true });
  }

  async *list(): AsyncIterable<StoredDataKey> {
    for await (const { name } of await opendir(this.#directory)) {
      const [, uuid, kind] = NAME.exec(name) ?? [];
      if (uuid !== undefined) yield { uuid, processed: kind === 'processed' };
    }
  }

  #path(uuid: string, processed: boolean): string {
    return join(this.#directory, `${uuid}.${processed ? 'processed' : 'raw'}.json`);
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

const failed = (what: string, uuid: string, cause: unknown): InspectorError =>
  new InspectorError(
    'INSP_STORAGE_FAILED',
    `Introspection data of node ${uuid} cannot be ${what}: ${cause instanceof Error ? cause.message : String(cause)}`,
    { cause },
  );
