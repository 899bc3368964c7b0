import { InspectorError, type Json } from '@inspector/plugin-api';
import { hostVarsOf, sortedByCodePoint, type InventoryDocument } from '@inspector/plugin-api/inventory';
import { member, writeJson } from '@inspector/plugin-api/json';

/** The columns of the list of hosts, each a variable of the host. */
export const HOST_COLUMNS = [
  'container_name',
  'is_metal',
  'component',
  'physical_host',
  'tunnel_address',
  'ansible_host',
  'container_types',
] as const;

/** What a host without component is listed under. */
const NO_COMPONENT = '-undefined-';

/** A table: titles, and for each row a value in every column. */
export interface InventoryTable {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly Json[])[];
}

/**
 * All hosts with the variables that OpenStack-Ansible looks at.
 *
 * @param sort - a column; hosts that lack its value come first, equal ones by name
 * @throws `INSP_BAD_REQUEST` for another column, with the names of all
 */
export function hostTable(document: InventoryDocument, sort: string = 'component'): InventoryTable {
  const column = HOST_COLUMNS.findIndex((name) => name === sort);
  if (column < 0) {
    throw new InspectorError(
      'INSP_BAD_REQUEST',
      `There is no column ${JSON.stringify(sort)} to sort hosts by. The columns are ${HOST_COLUMNS.join(', ')}`,
    );
  }
  const hostvars = hostVarsOf(document);
  const rows = sortedByCodePoint(Object.keys(hostvars)).map((host) => rowOf(host, hostvars[host]));
  const keys = new Map<readonly Json[], string>(rows.map((row) => [row, sortKey(row[column] ?? null)]));
  const keyOf = (row: readonly Json[]): string => keys.get(row) ?? '';
  // Rows are in the order of names, and sorting keeps the order of equal ones.
  return { titles: HOST_COLUMNS, rows: rows.sort((left, right) => order(keyOf(left), keyOf(right))) };
}

function rowOf(host: string, vars: Json | undefined): readonly Json[] {
  return HOST_COLUMNS.map((name) => {
    const value = member(vars, name) ?? null;
    if (name === 'component') return value ?? NO_COMPONENT;
    // The name of a host that OpenStack-Ansible did not make.
    return name === 'container_name' ? (value ?? host) : value;
  });
}

const order = (left: string, right: string): number => (left < right ? -1 : Number(left > right));

const sortKey = (value: Json): string => {
  if (value === null) return '';
  return typeof value === 'string' ? value : writeJson(value);
};
