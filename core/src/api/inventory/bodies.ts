import type { InventoryRevision } from '@inspector/plugin-api';
import type { InventoryChange } from '@inspector/plugin-api/inventory';
import type { ChangedInventory } from '../../inventory/types.js';

/** What came of a change, as it is answered. */
export const changedBody = ({ revision, changed, summary, warnings }: ChangedInventory): object => ({
  revision,
  changed,
  summary: summaryBody(summary),
  warnings,
});

/** A revision, as it is answered. */
export const revisionBody = (entry: InventoryRevision): object => {
  const { revision, number, author, reason, source, time, summary } = entry;
  return { revision, number, author, reason, source, time, summary: summary && summaryBody(summary) };
};

const summaryBody = (change: InventoryChange): object => ({
  hosts_added: change.hostsAdded,
  hosts_removed: change.hostsRemoved,
  groups_added: change.groupsAdded,
  groups_removed: change.groupsRemoved,
  groups_changed: change.groupsChanged,
  variables_changed: change.variablesChanged,
});
