import { InspectorError, type StorageBackend, type StoredDataKey, thrownText } from '@inspector/plugin-api';

/** What became of one document. */
export type MigrationOutcome =
  /** Written to the destination. */
  | 'copied'
  /** The destination had it, equal, already. */
  | 'present'
  /** The source has no such document, or an empty one. */
  | 'absent'
  /** The destination keeps data of nodes with a record only, and this node has none. */
  | 'without-record'
  | 'failed';

/** One document that was dealt with. */
export interface MigrationStep {
  readonly key: StoredDataKey;
  readonly outcome: MigrationOutcome;
  /** Why it failed. */
  readonly reason?: string;
}

/** What {@link migrateData} works with. */
export interface MigrationOptions {
  readonly source: StorageBackend;
  readonly destination: StorageBackend;
  /** UUIDs of all nodes with an introspection record. */
  readonly records: readonly string[];
  /** true: nothing is written; `copied` then means that it would be. */
  readonly dryRun: boolean;
  /** true: what was written is read back and compared. */
  readonly verify: boolean;
  /** Told of every document when it is done. */
  onStep(step: MigrationStep): void;
  readonly signal: AbortSignal;
}

/** Documents under way at the same time: enough to hide the latency of a store, few enough to bound memory. */
const PARALLEL = 8;

/**
 * Copies introspection data from one backend to another. The source is only read. What the destination holds
 * already, equal, is left alone, so a run that was interrupted is completed by the next one. No document is
 * begun once the signal is aborted.
 *
 * @throws only when the source cannot be listed; failures of single documents are steps
 */
export async function migrateData(options: MigrationOptions): Promise<void> {
  const recorded = new Set(options.records);
  const keys = documents(recorded, options);
  const worker = async (): Promise<void> => {
    while (!options.signal.aborted) {
      const { done, value: key } = await keys.next();
      if (done) return;
      options.onStep(await copy(key, recorded, options));
    }
  };
  // What is under way when the list breaks off is finished before the backends are closed.
  const ends = await Promise.allSettled(Array.from({ length: PARALLEL }, worker));
  const broken = ends.find((end) => end.status === 'rejected');
  if (broken) throw broken.reason;
}

/**
 * Both kinds of every node with a record, then what the source lists of other nodes. The records come first because
 * the list of an object store may lag behind what it holds.
 */
async function* documents(
  recorded: ReadonlySet<string>,
  { source }: MigrationOptions,
): AsyncGenerator<StoredDataKey, void> {
  for (const uuid of recorded) {
    yield { uuid, processed: true };
    yield { uuid, processed: false };
  }
  if (!source.capabilities.list || !source.list) return;
  for await (const key of source.list()) if (!recorded.has(key.uuid)) yield key;
}

async function copy(
  key: StoredDataKey,
  recorded: ReadonlySet<string>,
  { source, destination, dryRun, verify }: MigrationOptions,
): Promise<MigrationStep> {
  if (destination.capabilities.needsRecord && !recorded.has(key.uuid))
    return { key, outcome: 'without-record' };
  try {
    const text = await read(source, key);
    if (text === undefined || text === '') return { key, outcome: 'absent' };
    if ((await read(destination, key)) === text) return { key, outcome: 'present' };
    if (dryRun) return { key, outcome: 'copied' };
    await save(destination, key, text);
    if (verify && (await read(destination, key)) !== text) {
      return { key, outcome: 'failed', reason: 'what was read back is not what was written' };
    }
    return { key, outcome: 'copied' };
  } catch (error) {
    return { key, outcome: 'failed', reason: thrownText(error) };
  }
}

/** A failed save of which everything arrived, such as one whose answer was lost, has done its work. */
async function save(destination: StorageBackend, key: StoredDataKey, text: string): Promise<void> {
  try {
    await destination.save(key.uuid, text, key.processed);
  } catch (error) {
    const arrived = await read(destination, key).catch(() => undefined);
    if (arrived !== text) throw error;
  }
}

async function read(
  backend: StorageBackend,
  { uuid, processed }: StoredDataKey,
): Promise<string | undefined> {
  try {
    return await backend.get(uuid, processed);
  } catch (error) {
    if (InspectorError.is(error) && error.code === 'INSP_DATA_NOT_FOUND') return undefined;
    throw error;
  }
}
