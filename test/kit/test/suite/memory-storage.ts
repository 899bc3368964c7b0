import { InspectorError, type StorageBackend, type StorageCapabilities } from '@inspector/plugin-api';
import type { StorageUnderTest } from '../../src/index.js';

/** A correct backend in memory; tests spoil it. */
export class MemoryStorage implements StorageBackend {
  readonly rows = new Map<string, string>();
  broken = false;
  capabilities: StorageCapabilities = { delete: true, list: true, needsRecord: false, keeps: true };

  async get(uuid: string, processed: boolean): Promise<string> {
    this.check();
    const text = this.rows.get(this.key(uuid, processed));
    if (text === undefined) throw this.notFound(uuid, processed);
    return text;
  }

  async save(uuid: string, data: string, processed: boolean): Promise<void> {
    this.check();
    this.rows.set(this.key(uuid, processed), data);
  }

  async delete(uuid: string): Promise<void> {
    for (const processed of [true, false]) this.rows.delete(this.key(uuid, processed));
  }

  async *list() {
    for (const row of this.rows.keys()) {
      const [uuid = '', processed] = row.split(' ');
      yield { uuid, processed: processed === 'true' };
    }
  }

  key(uuid: string, processed: boolean): string {
    return `${uuid} ${processed}`;
  }

  check(): void {
    if (this.broken) throw new InspectorError('INSP_STORAGE_FAILED', 'The memory is gone');
  }

  notFound(uuid: string, processed: boolean): Error {
    const word = processed ? 'True' : 'False';
    return new InspectorError(
      'INSP_DATA_NOT_FOUND',
      `Introspection data not found for node ${uuid}, processed=${word}`,
    );
  }
}

export const underTest = (backend: MemoryStorage): StorageUnderTest => ({
  backend,
  breakIt: async () => {
    backend.broken = true;
  },
  cleanUp: async () => undefined,
});
