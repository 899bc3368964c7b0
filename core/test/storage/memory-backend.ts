import {
  InspectorError,
  type StorageBackend,
  type StorageCapabilities,
  type StoredDataKey,
} from '@inspector/plugin-api';

/** A storage backend in memory that notes what is asked of it. */
export class MemoryBackend implements StorageBackend {
  readonly capabilities: StorageCapabilities;
  /** Every `save`, as `<uuid> <processed>`. */
  readonly saves: string[] = [];
  /** The largest number of requests that were under way at the same time. */
  busiest = 0;
  private busy = 0;
  private readonly texts = new Map<string, string>();

  constructor(capabilities: Partial<StorageCapabilities> = {}) {
    this.capabilities = { delete: false, list: true, needsRecord: false, keeps: true, ...capabilities };
  }

  /** What it holds, by `<uuid> <processed>`. */
  get contents(): Record<string, string> {
    return Object.fromEntries([...this.texts].sort());
  }

  /** Puts a document there without asking. */
  put(uuid: string, processed: boolean, text: string): this {
    this.texts.set(name(uuid, processed), text);
    return this;
  }

  async get(uuid: string, processed: boolean): Promise<string> {
    return this.during(() => {
      const found = this.texts.get(name(uuid, processed));
      if (found !== undefined) return found;
      throw new InspectorError('INSP_DATA_NOT_FOUND', `nothing of ${uuid}`);
    });
  }

  async save(uuid: string, data: string, processed: boolean): Promise<void> {
    await this.during(() => {
      this.saves.push(name(uuid, processed));
      this.put(uuid, processed, data);
    });
  }

  async *list(): AsyncIterable<StoredDataKey> {
    for (const key of this.texts.keys()) {
      const [uuid = '', processed] = key.split(' ');
      yield { uuid, processed: processed === 'true' };
    }
  }

  private async during<T>(work: () => T): Promise<T> {
    this.busy++;
    this.busiest = Math.max(this.busiest, this.busy);
    try {
      await new Promise((resolve) => setImmediate(resolve));
      return work();
    } finally {
      this.busy--;
    }
  }
}

const name = (uuid: string, processed: boolean): string => `${uuid} ${String(processed)}`;
