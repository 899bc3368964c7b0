import {
  defineStorage,
  InspectorError,
  type IntrospectionDataTable,
  type StoredDataKey,
  thrownText,
} from '@inspector/plugin-api';

const notFound = (uuid: string, processed: boolean): InspectorError =>
  new InspectorError(
    'INSP_DATA_NOT_FOUND',
    `Introspection data not found for node ${uuid}, processed=${processed ? 'True' : 'False'}`,
  );

/** Turns a failure of the database into one of the storage: `what` completes "Introspection data cannot be …". */
function failed(what: string, cause: unknown): InspectorError {
  const text = thrownText(cause);
  return new InspectorError('INSP_STORAGE_FAILED', `Introspection data cannot be ${what}: ${text}`, {
    cause,
  });
}

async function guarded<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failed(what, error);
  }
}

async function* keys(table: IntrospectionDataTable): AsyncGenerator<StoredDataKey> {
  try {
    yield* table.list();
  } catch (error) {
    throw failed('listed', error);
  }
}

/** The storage backend in the database of Inspector itself: data live as long as the record of their node. */
export default defineStorage({
  id: 'database',
  setup({ introspectionData: table }) {
    return {
      capabilities: { delete: true, list: true, needsRecord: true, keeps: true },
      async get(uuid, processed) {
        const data = await guarded(`read for node ${uuid}`, () => table.get(uuid, processed));
        if (data === undefined) throw notFound(uuid, processed);
        return data;
      },
      save: (uuid, data, processed) =>
        guarded(`stored for node ${uuid}`, () => table.save(uuid, data, processed)),
      delete: (uuid) => guarded(`deleted for node ${uuid}`, () => table.delete(uuid)),
      list: () => keys(table),
    };
  },
});
