import {
  InspectorError,
  type InventoryRevisionTable,
  type RevisionRow,
  type RevisionWithText,
} from '@inspector/plugin-api';
import type { InventoryChange } from '@inspector/plugin-api/inventory';
import type { Row, Statement, Store } from './session.js';

const HEADS = 'inspector_inventory_heads';
const REVISIONS = 'inspector_inventory_revisions';
const COLUMNS = 'number, sha256, author, reason, source, created_at, summary';
/** Characters of the columns `author` and `source`. */
const LONGEST_NAME = 255;

/** Revisions of inventories, in the tables `inspector_inventory_heads` and `inspector_inventory_revisions`. */
export function inventoryRevisionTable(store: Store): InventoryRevisionTable {
  const select = (columns: string, inventory: string): Promise<Row | undefined> =>
    store.read(async (session) => {
      // One statement, because two would see two moments.
      const selected = columns.split(', ').map((column) => `r.${column} AS ${column}`);
      const sql =
        `SELECT h.number AS head, ${selected.join(', ')} FROM ${HEADS} h ` +
        `LEFT JOIN ${REVISIONS} r ON r.inventory = h.inventory AND r.number = h.number WHERE h.inventory = ?`;
      const [row] = await session.all(sql, [inventory]);
      if (row !== undefined && row['number'] === null) throw newestIsGone(inventory, row['head']);
      return row;
    });
  return {
    async newest(inventory) {
      const row = await select(`${COLUMNS}, body`, inventory);
      return row && withText(row);
    },
    async newestRow(inventory) {
      const row = await select(COLUMNS, inventory);
      return row && rowOf(row);
    },
    get: (inventory, number) =>
      store.read(async (session) => {
        const sql = `SELECT ${COLUMNS}, body FROM ${REVISIONS} WHERE inventory = ? AND number = ?`;
        const [row] = await session.all(sql, [inventory, number]);
        return row && withText(row);
      }),
    async add(inventory, row) {
      requireLength(store, row.text);
      const outcome = await store.batch(insertion(inventory, row));
      if (outcome !== 'uncertain') return outcome === 'written';
      const newest = await select(COLUMNS, inventory);
      return newest !== undefined && isSame(rowOf(newest), row);
    },
    list: (inventory, { limit, below }) =>
      store.read(async (session) => {
        const sql =
          `SELECT ${COLUMNS} FROM ${REVISIONS} WHERE inventory = ?${below === undefined ? '' : ' AND number < ?'} ` +
          `ORDER BY number DESC LIMIT ${Math.trunc(limit)}`;
        const rows = await session.all(sql, below === undefined ? [inventory] : [inventory, below]);
        return rows.map(rowOf);
      }),
    async prune(inventory, keep) {
      const sql =
        `DELETE FROM ${REVISIONS} WHERE inventory = ? AND number <= ` +
        `(SELECT number FROM ${HEADS} WHERE inventory = ?) - ${Math.max(1, Math.trunc(keep))}`;
      await store.statement((session) => session.run(sql, [inventory, inventory]));
    },
  };
}

/** The head decides: where it is another one by now, nothing is written. */
function insertion(inventory: string, row: RevisionWithText): Statement[] {
  const head =
    row.number === 1
      ? { sql: `INSERT INTO ${HEADS} (inventory, number) VALUES (?, 1)`, parameters: [inventory] }
      : {
          sql: `UPDATE ${HEADS} SET number = ? WHERE inventory = ? AND number = ?`,
          parameters: [row.number, inventory, row.number - 1],
        };
  return [
    head,
    {
      sql: `INSERT INTO ${REVISIONS} (inventory, ${COLUMNS}, size, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      parameters: [
        inventory,
        row.number,
        row.sha256,
        storable(row.author).slice(0, LONGEST_NAME),
        storable(row.reason),
        storable(row.source).slice(0, LONGEST_NAME),
        row.time,
        JSON.stringify(row.summary),
        Buffer.byteLength(row.text),
        row.text,
      ],
    },
  ];
}

/** PostgreSQL has no NUL, and no database has halves of characters. */
const storable = (text: string): string => Buffer.from(text.replaceAll('\0', '\ufffd')).toString();

const isSame = (one: RevisionRow, other: RevisionRow): boolean =>
  one.number === other.number && one.sha256 === other.sha256 && one.time === other.time;

const rowOf = (row: Row): RevisionRow => ({
  number: Number(row['number']),
  sha256: String(row['sha256']),
  author: String(row['author']),
  reason: String(row['reason']),
  source: String(row['source']),
  time: String(row['created_at']),
  summary: JSON.parse(String(row['summary'])) as InventoryChange | null,
});

const withText = (row: Row): RevisionWithText => ({ ...rowOf(row), text: String(row['body']) });

function requireLength(store: Store, text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes <= store.longestText) return;
  throw new InspectorError(
    'INSP_INVENTORY_TOO_LARGE',
    `The inventory has ${bytes} bytes; the database server takes ${store.longestText}. Set a larger max_allowed_packet in its configuration.`,
  );
}

const newestIsGone = (inventory: string, head: unknown): InspectorError =>
  new InspectorError(
    'INSP_INVENTORY_CORRUPT',
    `The newest revision ${String(head)} of the inventory "${inventory}" is missing in the table ${REVISIONS}. Restore the table from a backup of the database.`,
  );
