import { randomUUID } from 'node:crypto';
import { type Json, InspectorError, type LookupAttribute } from '@inspector/plugin-api';
import { readJson, writeJson } from '@inspector/plugin-api/json';
import { runAll } from './batch.js';
import { BATCH, batches } from './batches.js';
import { forUpdate, markRows, marks, orUpdate } from './dialect.js';
import type { Row, Session, Statement, Store } from './session.js';
import { takenOver } from './taken-over.js';
import type { AttributeMatch, RecordRepository } from './types.js';

type Parts = Pick<
  RecordRepository,
  'addAttributes' | 'attributes' | 'findByAttributes' | 'setOption' | 'options'
>;

/** MAC addresses are compared in lower case; other values are stored as they are. */
function normalised({ name, value }: LookupAttribute): LookupAttribute {
  return name === 'mac' ? { name, value: value.toLowerCase() } : { name, value };
}

/** The attributes in the form they are stored, each once. */
function distinct(attributes: readonly LookupAttribute[]): LookupAttribute[] {
  const seen = new Map<string, LookupAttribute>();
  for (const attribute of attributes.map(normalised)) {
    seen.set(JSON.stringify([attribute.name, attribute.value]), attribute);
  }
  return [...seen.values()];
}

/** The statements that insert attributes of a node, each once. */
export const attributeInsertions = (uuid: string, attributes: readonly LookupAttribute[]): Statement[] =>
  [...batches(distinct(attributes))].map((batch) => ({
    sql: `INSERT INTO attributes (uuid, node_uuid, name, value) VALUES ${markRows(batch.length, 4)}`,
    parameters: batch.flatMap(({ name, value }) => [randomUUID(), uuid, name, value]),
  }));

/** The statement that inserts those of some attributes that a node with a record lacks. */
function missingInsertion(uuid: string, attributes: readonly LookupAttribute[], fence: number): Statement {
  const row =
    'SELECT ?, nodes.uuid, ?, ? FROM nodes WHERE nodes.uuid = ? AND COALESCE(nodes.inspector_fence, 0) <= ? AND NOT EXISTS ' +
    '(SELECT 1 FROM attributes present WHERE present.node_uuid = ? AND present.name = ? AND present.value = ?)';
  return {
    sql: `INSERT INTO attributes (uuid, node_uuid, name, value) ${attributes.map(() => row).join(' UNION ALL ')}`,
    parameters: attributes.flatMap(({ name, value }) => [
      ...[randomUUID(), name, value, uuid, fence],
      ...[uuid, name, value],
    ]),
  };
}

const attributeOf = (row: Row): LookupAttribute => ({
  name: String(row['name']),
  value: String(row['value'] ?? ''),
});

const matchOf = (row: Row): AttributeMatch => ({ nodeUuid: String(row['node_uuid']), ...attributeOf(row) });

async function readAttributes(session: Session, uuid: string): Promise<LookupAttribute[]> {
  const rows = await session.all('SELECT name, value FROM attributes WHERE node_uuid = ?', [uuid]);
  return rows.map(attributeOf);
}

/** The statement that keeps others from replacing the record until the transaction ends, and touches none that is not ours. */
const keepRecord = (uuid: string, fence: number): Statement => ({
  sql: 'UPDATE nodes SET uuid = uuid WHERE uuid = ? AND COALESCE(inspector_fence, 0) <= ?',
  parameters: [uuid, fence],
});

/** Requires the record, and holds it until the transaction ends, so that nobody replaces it in between. */
async function holdRecord(session: Session, uuid: string, fence: number): Promise<void> {
  const sql = `SELECT COALESCE(inspector_fence, 0) AS fence FROM nodes WHERE uuid = ?${forUpdate(session.dialect)}`;
  const [row] = await session.all(sql, [uuid]);
  if (row !== undefined && Number(row['fence']) > fence) throw takenOver(uuid);
  if (row !== undefined) return;
  throw new InspectorError('INSP_NODE_NOT_CACHED', `There is no introspection record of node ${uuid}.`);
}

/** All matches, usually with one statement: a machine has a few dozen addresses at most. */
async function find(session: Session, attributes: readonly LookupAttribute[]): Promise<AttributeMatch[]> {
  const matches: AttributeMatch[] = [];
  for (const batch of batches(distinct(attributes))) {
    const values = new Map<string, string[]>();
    for (const { name, value } of batch) values.set(name, [...(values.get(name) ?? []), value]);
    const clauses = [...values.values()].map((all) => `(name = ? AND value IN (${marks(all.length)}))`);
    const rows = await session.all(
      `SELECT node_uuid, name, value FROM attributes
        WHERE (${clauses.join(' OR ')}) AND node_uuid IS NOT NULL`,
      [...values].flatMap(([name, all]) => [name, ...all]),
    );
    matches.push(...rows.map(matchOf));
  }
  return matches;
}

function parsed(text: unknown): Json {
  return typeof text === 'string' ? readJson(text) : null;
}

/** The part of the record repository about lookup attributes and options. */
export function attributeParts(store: Store): Parts {
  return {
    async addAttributes(uuid, attributes, fence) {
      const wanted = distinct(attributes);
      // On sqlite one batch does, which shares its transaction with others; nobody else writes meanwhile.
      if (store.dialect === 'sqlite' && wanted.length <= BATCH) {
        const isWritten =
          wanted.length > 0 && (await store.batch([missingInsertion(uuid, wanted, fence)])) === 'written';
        if (!isWritten) await store.read((session) => holdRecord(session, uuid, fence));
        return;
      }
      const insertions = [...batches(wanted)].map((batch) => missingInsertion(uuid, batch, fence));
      // On MySQL and MariaDB the same is one exchange. What it does not write is looked into below.
      if (store.dialect === 'mysql') {
        if ((await store.batch([keepRecord(uuid, fence), ...insertions])) === 'written') return;
      }
      await store.transaction(async (session) => {
        await holdRecord(session, uuid, fence);
        await runAll(session, insertions);
      });
    },
    attributes: (uuid) => store.read((session) => readAttributes(session, uuid)),
    findByAttributes: (attributes) => store.read((session) => find(session, attributes)),
    setOption: (uuid, name, value, fence) =>
      store.transaction(async (session) => {
        await holdRecord(session, uuid, fence);
        await session.run(
          `INSERT INTO options (uuid, name, value) VALUES (?, ?, ?) ${orUpdate(session.dialect, ['uuid', 'name'], ['value'])}`,
          [uuid, name, writeJson(value)],
        );
      }),
    options: (uuid) =>
      store.read(async (session) => {
        const rows = await session.all('SELECT name, value FROM options WHERE uuid = ?', [uuid]);
        return new Map(rows.map((row) => [String(row['name']), parsed(row['value'])]));
      }),
  };
}
