import { randomUUID } from 'node:crypto';
import type { Json } from '../baremetal/types.js';
import { InspectorError } from '../errors/inspector-error.js';
import type { LookupAttribute } from '../node/types.js';
import { batches } from './batches.js';
import { forUpdate, markRows, marks, orUpdate } from './dialect.js';
import type { Row, Session, Store } from './session.js';
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

/** Inserts attributes of a node, each once. */
export async function insertAttributes(
  session: Session,
  uuid: string,
  attributes: readonly LookupAttribute[],
): Promise<void> {
  for (const batch of batches(distinct(attributes))) {
    await session.run(
      `INSERT INTO attributes (uuid, node_uuid, name, value) VALUES ${markRows(batch.length, 4)}`,
      batch.flatMap(({ name, value }) => [randomUUID(), uuid, name, value]),
    );
  }
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

const noRecord = (uuid: string): InspectorError =>
  new InspectorError('INSP_NODE_NOT_CACHED', `There is no introspection record of node ${uuid}.`);

/** Holds the record until the transaction ends, so that nobody replaces it in between. */
async function holdRecord(session: Session, uuid: string): Promise<void> {
  const rows = await session.all(`SELECT uuid FROM nodes WHERE uuid = ?${forUpdate(session.dialect)}`, [
    uuid,
  ]);
  if (rows.length === 0) throw noRecord(uuid);
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
  return typeof text === 'string' ? (JSON.parse(text) as Json) : null;
}

/** The part of the record repository about lookup attributes and options. */
export function attributeParts(store: Store): Parts {
  return {
    addAttributes: (uuid, attributes) =>
      store.transaction(async (session) => {
        await holdRecord(session, uuid);
        const present = new Set(
          (await readAttributes(session, uuid)).map(({ name, value }) => `${name} ${value}`),
        );
        const missing = distinct(attributes).filter(({ name, value }) => !present.has(`${name} ${value}`));
        await insertAttributes(session, uuid, missing);
      }),
    attributes: (uuid) => store.read((session) => readAttributes(session, uuid)),
    findByAttributes: (attributes) => store.read((session) => find(session, attributes)),
    setOption: (uuid, name, value) =>
      store.transaction(async (session) => {
        await holdRecord(session, uuid);
        await session.run(
          `INSERT INTO options (uuid, name, value) VALUES (?, ?, ?) ${orUpdate(session.dialect, ['uuid', 'name'], ['value'])}`,
          [uuid, name, JSON.stringify(value)],
        );
      }),
    options: (uuid) =>
      store.read(async (session) => {
        const rows = await session.all('SELECT name, value FROM options WHERE uuid = ?', [uuid]);
        return new Map(rows.map((row) => [String(row['name']), parsed(row['value'])]));
      }),
  };
}
