import { InspectorError, type StorageBackend } from '@inspector/plugin-api';
import type { StoreMetrics } from '../metrics/store-metrics.js';

/** Verdicts of a backend that works. */
const NO_FAILURES = new Set(['INSP_DATA_NOT_FOUND', 'INSP_STORAGE_DISABLED']);

/** The same storage, whose operations are measured. */
export function measuredStorage(
  storage: StorageBackend,
  { storageSeconds }: Pick<StoreMetrics, 'storageSeconds'>,
): StorageBackend {
  const measured = async <T>(operation: string, work: () => Promise<T>): Promise<T> => {
    const begin = performance.now();
    let outcome = 'failed';
    try {
      const result = await work();
      outcome = 'ok';
      return result;
    } catch (error) {
      if (InspectorError.is(error) && NO_FAILURES.has(error.code)) outcome = 'ok';
      throw error;
    } finally {
      storageSeconds.observe({ operation, outcome }, (performance.now() - begin) / 1000);
    }
  };
  return {
    capabilities: storage.capabilities,
    get: (uuid, processed) => measured('get', () => storage.get(uuid, processed)),
    save: (uuid, data, processed) => measured('save', () => storage.save(uuid, data, processed)),
    ...(storage.delete && {
      delete: (uuid: string) => measured('delete', async () => storage.delete?.(uuid)),
    }),
    ...(storage.list && { list: () => storage.list?.() ?? empty() }),
    ...(storage.close && { close: async () => storage.close?.() }),
  };
}

async function* empty(): AsyncGenerator<never> {}
