import { InspectorError, type StorageBackend } from '@inspector/plugin-api';

/** Introspection data in memory. */
export class FakeStorage implements StorageBackend {
  readonly capabilities = { delete: false, list: false, needsRecord: false, keeps: true };
  readonly #texts = new Map<string, string>();
  /** Thrown by `get`. */
  failure: unknown;

  get(uuid: string, processed: boolean): Promise<string> {
    const text = this.#texts.get(`${uuid} ${processed}`);
    if (this.failure !== undefined) return Promise.reject(this.failure);
    if (text !== undefined) return Promise.resolve(text);
    const kind = processed ? 'True' : 'False';
    return Promise.reject(
      new InspectorError(
        'INSP_DATA_NOT_FOUND',
        `Introspection data not found for node ${uuid}, processed=${kind}`,
      ),
    );
  }

  save(uuid: string, data: string, processed: boolean): Promise<void> {
    this.#texts.set(`${uuid} ${processed}`, data);
    return Promise.resolve();
  }
}
