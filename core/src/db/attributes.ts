import { randomUUID } from 'node:crypto';
import { type Json, InspectorError, type LookupAttribute } from '@inspector/plugin-api';
import { readJson, writeJson } from '@inspector/plugin-api/json';
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

/** Inserts those of some attributes that a node with a record lacks; returns how many. */
async function insertMissing(
  session: Session,
  uuid: string,
  attributes: readonly LookupAttribute[],
  fence: number,
): Promise<number> {
  if (attributes.length === 0) return 0;
  const row =
    'SELECT ?, nodes.uuid, ?, ? FROM nodes WHERE nodes.uuid = ? AND COALESCE(nodes.inspector_fence, 0) <= ? AND NOT EXISTS ' +
    '(SELECT 1 FROM attributes present WHERE present.node_uuid = ? AND present.name = ? AND present.value = ?)';
  return session.run(
    `INSERT INTO attributes (uuid, node_uuid, name, value) ${attributes.map(() => row).join(' UNION ALL ')}`,
    attributes.flatMap(({ name, value }) => [randomUUID(), name, value, uuid, fence, uuid, name, value]),
  );
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

/** Holds the record until the transaction ends, so that nobody replaces it in between. */
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
    addAttributes: (uuid, attributes, fence) => {
      const wanted = distinct(attributes);
      // one statement is a transaction by itself, and on sqlite nobody else writes meanwhile
      if (store.dialect === 'sqlite' && wanted.length <= BATCH) {
        return store.statement(async (session) => {
          const added = await insertMissing(session, uuid, wanted, fence);
          if (added === 0) await holdRecord(session, uuid, fence);
        });
      }
      return store.transaction(async (session) => {
        await holdRecord(session, uuid, fence);
        for (const batch of batches(wanted)) await insertMissing(session, uuid, batch, fence);
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
