import type { Json } from '@inspector/plugin-api';
import { perHostExport, type InventoryDocument } from '@inspector/plugin-api/inventory';
import { writeJson } from '@inspector/plugin-api/json';
import { borderedTable } from '../../ansible/bordered-table.js';
import { withoutAddresses } from '../../ansible/clear-addresses.js';
import { groupsByHost, hostsByGroup } from '../../ansible/group-tables.js';
import { hostTable } from '../../ansible/host-table.js';
import { hostOutput, listOutput } from '../../ansible/list-output.js';
import { withoutGroups } from '../../ansible/remove-groups.js';
import { withoutHosts } from '../../ansible/remove-hosts.js';
import type { CliContext } from '../context.js';
import { openTarget, type InventoryTarget } from './inventory-target.js';

/** Options of `inspector inventory`. */
export interface InventoryOptions {
  readonly file?: string;
  readonly list?: boolean;
  readonly host?: string;
  readonly listHost?: boolean;
  readonly sort?: string;
  readonly listGroups?: boolean;
  readonly listContainers?: boolean;
  readonly export?: boolean;
  readonly removeItem?: readonly string[];
  readonly withContainers?: boolean;
  readonly removeGroup?: readonly string[];
  readonly clearIps?: boolean;
  readonly json?: boolean;
}

/** The variable by which a host is known that was generated from an introspected node. */
const NODE_VARIABLE = 'inspector_node_uuid';

/** Does one thing with the inventory. What is printed is printed whole or not at all. */
export async function runAction(
  action: keyof InventoryOptions,
  options: InventoryOptions,
  context: CliContext,
): Promise<void> {
  const target = await openTarget(options.file, context);
  try {
    const change = changeOf(action, options, context);
    if (change === undefined) {
      context.stdout.write(await outputOf(action, options, target));
      return;
    }
    await target.change(change, { reason: reasonOf(options) });
    context.print('Success. . .');
  } finally {
    await target.close();
  }
}

/** What the history of the inventory says about a change. */
function reasonOf({ removeItem, removeGroup }: InventoryOptions): string {
  if (removeItem !== undefined) return `hosts removed: ${removeItem.join(', ')}`;
  return removeGroup === undefined
    ? 'addresses of containers cleared'
    : `groups removed: ${removeGroup.join(', ')}`;
}

function changeOf(
  action: keyof InventoryOptions,
  { removeItem = [], removeGroup = [], withContainers = false }: InventoryOptions,
  context: CliContext,
): ((document: InventoryDocument) => InventoryDocument) | undefined {
  if (action === 'removeGroup') return (document) => withoutGroups(document, removeGroup);
  if (action === 'clearIps') return (document) => withoutAddresses(document, NODE_VARIABLE);
  if (action !== 'removeItem') return undefined;
  return (document) => {
    const { inventory, left } = withoutHosts(document, removeItem, withContainers);
    if (left.length > 0) {
      context.warn(
        `Containers that stay although their host is gone (see --with-containers): ${left.join(', ')}`,
      );
    }
    return inventory;
  };
}

async function outputOf(
  action: keyof InventoryOptions,
  { host = '', sort, json = false }: InventoryOptions,
  target: InventoryTarget,
): Promise<string> {
  if (action === 'host') return hostOutput(await target.hostVars(host));
  const { inventory: document, text } = await target.load();
  if (action === 'list') return listOutput(document, text);
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
