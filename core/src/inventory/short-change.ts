import type { InventoryChange } from '@inspector/plugin-api/inventory';

/** Names of one kind that are written down with a revision. */
const KEPT_NAMES = 100;

/** The account of a change as it is stored: of many names the first ones, and how many more there were. */
export function shortChange(change: InventoryChange): InventoryChange {
  const short = (names: readonly string[]): readonly string[] =>
    names.length <= KEPT_NAMES
      ? names
      : [...names.slice(0, KEPT_NAMES), `… and ${names.length - KEPT_NAMES} more`];
  return {
    hostsAdded: short(change.hostsAdded),
    hostsRemoved: short(change.hostsRemoved),
    groupsAdded: short(change.groupsAdded),
    groupsRemoved: short(change.groupsRemoved),
    groupsChanged: short(change.groupsChanged),
    variablesChanged: short(change.variablesChanged),
  };
}
