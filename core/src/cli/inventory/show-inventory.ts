import type { Json } from '@inspector/plugin-api';
import { perHostExport, type InventoryDocument } from '@inspector/plugin-api/inventory';
import { writeJson } from '@inspector/plugin-api/json';
import { borderedTable } from '../../ansible/bordered-table.js';
import { groupsByHost, hostsByGroup } from '../../ansible/group-tables.js';
import { hostTable } from '../../ansible/host-table.js';
import type { InventoryOptions, ShowingAction } from './inventory-options.js';

/** An inventory as people ask for it: host by host, or as a table. */
export function shownInventory(
  action: ShowingAction,
  document: InventoryDocument,
  { sort, json = false }: InventoryOptions,
): string {
  if (action === 'export') return perHostExport(document);
  if (action === 'listHost') {
    const { titles, rows } = hostTable(document, sort);
    if (json)
      return jsonText(
        rows.map((row) => Object.fromEntries(titles.map((title, at) => [title, row[at] ?? null]))),
      );
    return tableText(
      titles,
      rows.map((row) => row.map((cell) => [shownCell(cell)])),
    );
  }
  if (action === 'listGroups') {
    const listing = hostsByGroup(document);
    if (json) return jsonText(Object.fromEntries(listing.map(({ name, members }) => [name, [...members]])));
    return tableText(
      ['groups', 'container_name'],
      listing.map(({ name, members }) => [[name], members]),
    );
  }
  const listing = groupsByHost(document);
  if (json) return jsonText(Object.fromEntries(listing.map(({ name, members }) => [name, [...members]])));
  return tableText(
    ['container_name', 'groups'],
    listing.map(({ name, members }) => [[name], [members.join(', ')]]),
  );
}

const jsonText = (value: Json): string => `${writeJson(value)}\n`;

const tableText = (titles: readonly string[], rows: readonly (readonly (readonly string[])[])[]): string =>
  `${borderedTable(titles, rows).join('\n')}\n`;

/** Values as OpenStack-Ansible's tool shows them, which is written in Python. */
function shownCell(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' ? value : writeJson(value);
}
