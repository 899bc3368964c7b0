import { InspectorError, type InventoryRevision } from '@inspector/plugin-api';
import {
  groupsOf,
  hostVarsOf,
  inventoryDifference,
  inventoryFindings,
  parseInventory,
  perHostExport,
  secretVariables,
  type InventoryDocument,
} from '@inspector/plugin-api/inventory';
import { listOutput } from '../../ansible/list-output.js';
import type { CliContext } from '../context.js';
import { readInput, shown } from '../files.js';
import { tableLines } from '../table.js';
import { withInventory } from './with-inventory.js';

/** Options of `inspector inventory export`. */
export interface ExportOptions {
  readonly document?: boolean;
  readonly perHost?: boolean;
  readonly ansible?: boolean;
  readonly revision?: string;
}

/** Options of `inspector inventory history`. */
export interface HistoryOptions {
  readonly limit: number;
  readonly json?: boolean;
}

/** Prints the stored inventory in one of its forms. */
export async function exportStored(
  { perHost = false, ansible = false, revision }: ExportOptions,
  context: CliContext,
): Promise<void> {
  const { inventory, text } = await withInventory(context, (access) => access.load(revision));
  if (perHost) context.stdout.write(perHostExport(inventory));
  else context.stdout.write(ansible ? listOutput(inventory, text) : `${text}\n`);
}

/** Lists revisions. */
export async function history({ limit, json = false }: HistoryOptions, context: CliContext): Promise<void> {
  const { revisions, next } = await withInventory(context, (access) => access.history({ limit }));
  if (json) {
    context.print(JSON.stringify(revisions, null, 2));
    return;
  }
  if (revisions.length === 0) {
    context.print('There are no revisions.');
    return;
  }
  const titles = ['Number', 'Time', 'Author', 'Change', 'Reason', 'Revision'];
  for (const line of tableLines(titles, revisions.map(rowOf))) context.print(line);
  if (next !== null) context.print(`There are more: --limit ${limit * 10}`);
}

const rowOf = (entry: InventoryRevision): string[] => [
  entry.number === null ? '' : String(entry.number),
  entry.time?.replace(/\.\d+Z$/, 'Z') ?? '',
  entry.author ?? 'not known',
  changeText(entry.summary),
  entry.reason ?? '',
  entry.revision,
];

/** `+2 -1 hosts, +1 group, 3 variables`. */
function changeText(summary: InventoryRevision['summary']): string {
  if (summary === null) return '';
  const counted = (added: number, removed: number, noun: string): string[] => {
    const parts = [...(added > 0 ? [`+${added}`] : []), ...(removed > 0 ? [`-${removed}`] : [])];
    return parts.length === 0 ? [] : [`${parts.join(' ')} ${noun}`];
  };
  const changed = summary.variablesChanged.length;
  return [
    ...counted(summary.hostsAdded.length, summary.hostsRemoved.length, 'hosts'),
    ...counted(summary.groupsAdded.length, summary.groupsRemoved.length, 'groups'),
    ...(changed > 0 ? [`${changed} variables`] : []),
  ].join(', ');
}

/** Prints what two revisions have different. */
export async function diff(a: string, b: string | undefined, context: CliContext): Promise<void> {
  const [before, after] = await withInventory(context, async (access) => [
    await access.load(a),
    await access.load(b),
  ]);
  const lines = inventoryDifference(before.inventory, after.inventory);
  for (const line of lines) context.print(line);
  if (lines.length === 0) context.warn('The two revisions are the same.');
}

/** Says whether an inventory is valid. */
export async function check(file: string | undefined, context: CliContext): Promise<void> {
  const inventory =
    file === undefined
      ? (await withInventory(context, (access) => access.load())).inventory
      : await checkedFile(file, context);
  for (const { path, message } of secretVariables(inventory)) context.warn(`Warning: ${path} ${message}`);
  const hosts = Object.keys(hostVarsOf(inventory)).length;
  context.print(`Valid: ${hosts} hosts, ${groupsOf(inventory).length} groups.`);
}

async function checkedFile(file: string, context: CliContext): Promise<InventoryDocument> {
  const name = shown(file);
  const inventory = parseInventory(await readInput(file, 'the inventory', context), name);
  const findings = inventoryFindings(inventory);
  if (findings.length === 0) return inventory;
  const lines = findings.map(({ path, message }) => `  ${path} ${message}`);
  throw new InspectorError(
    'INSP_INVENTORY_INVALID',
    `The inventory in ${name} is not valid:\n${lines.join('\n')}`,
  );
}
