import type { Machine } from './machine.js';
import { WrongCondition } from './wrong-condition.js';

/** Names of what is known of a machine, in the order in which it is printed. */
export const COLUMNS = [
  'uuid',
  'name',
  'state',
  'inspected_at',
  'vendor',
  'product',
  'serial',
  'boot_mode',
  'firmware',
  'bmc_address',
  'cpus',
  'cpu_model',
  'cpu_arch',
  'memory_mb',
  'disks',
  'disk_gb',
  'nics',
  'macs',
  'switches',
  'resource_class',
  'deviations',
] as const satisfies readonly (keyof Machine)[];

/** The name of a column. */
export type Column = (typeof COLUMNS)[number];

/** Columns of numbers. */
export const NUMBERS: ReadonlySet<Column> = new Set([
  'cpus',
  'memory_mb',
  'disks',
  'disk_gb',
  'nics',
  'deviations',
]);

/**
 * The column of a name.
 *
 * @throws WrongCondition where there is none
 */
export function columnNamed(name: string): Column {
  const found = COLUMNS.find((column) => column === name.trim());
  if (found === undefined) throw new WrongCondition(`"${name.trim()}" is none of ${COLUMNS.join(', ')}.`);
  return found;
}

/** A value as text; one that is not known is empty. */
export function valueText(value: Machine[Column]): string {
  if (value === null) return '';
  return typeof value === 'object' ? value.join(' ') : String(value);
}
