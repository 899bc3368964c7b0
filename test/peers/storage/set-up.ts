import type { JsonObject, StorageBackend, StorageDefinition } from '@inspector/core';
import { createContext } from '@inspector/test-kit';

/** Sets a storage backend up with its options, checked as the service checks them. */
export async function setUpStorage(definition: StorageDefinition, options: object): Promise<StorageBackend> {
  return definition.setup(createContext<JsonObject>(definition, { options: options as JsonObject }));
}
