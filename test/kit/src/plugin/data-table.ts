import type { IntrospectionDataTable } from '@inspector/plugin-api';

/** The table of introspection data, in memory. */
export function memoryDataTable(): IntrospectionDataTable {
  const rows = new Map<string, string>();
  const key = (uuid: string, processed: boolean): string => `${uuid} ${String(processed)}`;
  return {
    get: async (uuid, processed) => rows.get(key(uuid, processed)),
    async save(uuid, data, processed) {
      rows.set(key(uuid, processed), data);
    },
    async delete(uuid) {
      for (const processed of [true, false]) rows.delete(key(uuid, processed));
    },
    async *list() {
      for (const row of rows.keys()) {
        const [uuid = '', processed] = row.split(' ');
        yield { uuid, processed: processed === 'true' };
      }
    },
  };
}
