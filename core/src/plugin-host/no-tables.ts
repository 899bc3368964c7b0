import type { IntrospectionDataTable, InventoryRevisionTable } from '@inspector/plugin-api';

const refuse = (): Promise<never> => Promise.reject(new Error('No data are kept while plugins are checked.'));

/** The table of a storage backend that is set up and closed again. */
export const NO_DATA: IntrospectionDataTable = {
  get: refuse,
  save: refuse,
  delete: refuse,
  list() {
    throw new Error('No data are kept while plugins are checked.');
  },
};

/** The table of an inventory backend that is set up and closed again. */
export const NO_REVISIONS: InventoryRevisionTable = {
  newest: refuse,
  newestRow: refuse,
  get: refuse,
  add: refuse,
  list: refuse,
  prune: refuse,
};
