import type { LookupAttribute } from '../introspection/types.js';
import type { Json } from '../json/types.js';
import type { IntrospectionNotes } from './handle.js';

/** What there is to begin with. */
export interface MemoryNotesStart {
  readonly attributes?: readonly LookupAttribute[];
  readonly options?: ReadonlyMap<string, Json>;
}

/** Attributes and options of one introspection, in memory: for tests and dry runs. Its node is not looked at. */
export function memoryNotes({
  attributes = [],
  options = new Map(),
}: MemoryNotesStart = {}): IntrospectionNotes {
  const kept = [...attributes];
  const values = new Map<string, Json>(options);
  return {
    attributes: async () => [...kept],
    async addAttributes(_uuid, added) {
      for (const attribute of added) {
        const known = kept.some(({ name, value }) => name === attribute.name && value === attribute.value);
        if (!known) kept.push(attribute);
      }
    },
    options: async () => new Map(values),
    async setOption(_uuid, name, value) {
      values.set(name, value);
    },
  };
}
