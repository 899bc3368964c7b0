import type { Machine } from '@inspector/client';
import { columnNamed, valueText, type Column } from '../../machines/columns.js';
import { mistaken } from './mistaken.js';

/** What is printed unless said otherwise. */
export const USUAL_COLUMNS: readonly Column[] = [
  ...(['uuid', 'name', 'vendor', 'product', 'serial'] as const),
  ...(['firmware', 'cpus', 'memory_mb', 'disks', 'disk_gb', 'nics'] as const),
];

/** Columns that are named in a text, with commas between them; throws `InvalidArgumentError` for a wrong one. */
export const readColumns = (text: string): Column[] => mistaken(() => text.split(',').map(columnNamed));

/** A value in a table. */
export const cellText = (value: Machine[Column]): string => valueText(value) || '-';
