import type { JsonObject, StorageBackend, StorageDefinition } from '@inspector/plugin-api';
import { createContext } from '@inspector/test-kit';

/** Sets a storage backend up with its options, checked as the service checks them. */
export async function setUpStorage<Options>(
  definition: StorageDefinition<Options>,
  options: JsonObject,
): Promise<StorageBackend> {
  return definition.setup(createContext<Options>(definition, { options }));
}
