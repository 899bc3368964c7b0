import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { migrationChain, OLD_REVISIONS } from '../../src/db/chain.js';
import { BASELINE } from '../../src/db/migration.js';
import { currentRevision, requireNewestSchema, stampSchema, upgradeSchema } from '../../src/db/migrator.js';
import { databaseOf } from '../../src/db/open-database.js';
import { compareSchema } from '../../src/db/schema-difference.js';
import type { Store } from '../../src/db/session.js';
import { openSqlite } from '../../src/db/sqlite-store.js';
import { databaseConfig, warnings } from './database-config.js';
import { rejection } from '../../../test/mocha/rejection.js';

/** What belongs to ironic-inspector, column by column. */
const REFERENCE: Readonly<Record<string, readonly string[]>> = {
  nodes: ['uuid', 'version_id', 'state', 'started_at', 'finished_at', 'error', 'manage_boot'],
  attributes: ['uuid', 'node_uuid', 'name', 'value'],
  options: ['uuid', 'name', 'value'],
  rules: ['uuid', 'created_at', 'description', 'disabled', 'scope'],
  rule_conditions: ['id', 'rule', 'op', 'multiple', 'invert', 'field', 'params'],
  rule_actions: ['id', 'rule', 'action', 'params'],
  introspection_data: ['uuid', 'processed', 'data'],
  alembic_version: ['version_num'],
};
const NODE = '11111111-2222-4333-8444-555555555555';

describe('the schema of the database', () => {
  let folder: string;
  let path: string;
  let store: Store;
  const open = () => openSqlite({ path, create: true, synchronous: false, log: warnings().log });
  const rows = (sql: string) => store.read((session) => session.all(sql));
  const tables = async () =>
    (await rows(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)).map(
      (row) => String(row['name']),
    );
  const run = (...statements: string[]) =>
    store.transaction(async (session) => {
      for (const sql of statements) await session.run(sql);
    });
  const alembic = async () => (await rows('SELECT version_num FROM alembic_version'))[0]?.['version_num'];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-schema-'));
    path = join(folder, 'db.sqlite');
    store = await open();
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  it('has the tables and columns of ironic-inspector, and what is new has names of its own', async () => {
    await upgradeSchema(store);
    for (const [table, columns] of Object.entries(REFERENCE)) {
      const found = await rows(`SELECT name FROM pragma_table_info('${table}') ORDER BY cid`);
      expect(
        found.map((row) => String(row['name'])).filter((name) => !name.startsWith('inspector_')),
        table,
      ).to.deep.equal(columns);
    }
    const others = (await tables()).filter((name) => !Object.hasOwn(REFERENCE, name));
    for (const name of others) expect(name).to.match(/^inspector_/);
    expect(await alembic()).to.equal(BASELINE);
  });

  it('is what the models say', async () => {
    await upgradeSchema(store);
    expect(await compareSchema(databaseConfig(`sqlite:///${path}`), '/')).to.deep.equal([]);
  });

  it('is upgraded once, however often and by however many at once', async () => {
    const second = await open();
    const applied: string[] = [];
    const note = ({ revision }: { readonly revision: string }) => void applied.push(revision);
    await Promise.all([upgradeSchema(store, { applied: note }), upgradeSchema(second, { applied: note })]);
    await upgradeSchema(store, { applied: note });
    await second.close();
    expect(applied).to.deep.equal((await migrationChain()).map(({ revision }) => revision));
  });

  it('can stop at a revision and go on later', async () => {
    await upgradeSchema(store, { to: BASELINE });
    expect((await currentRevision(store))?.revision).to.equal(BASELINE);
    const error = await rejection(requireNewestSchema(store));
    expect(error.code).to.equal('INSP_DB_NOT_UPGRADED');
    expect(error.message).to.include('inspector dbsync upgrade');
    await upgradeSchema(store);
    await requireNewestSchema(store);
    await upgradeSchema(store, { to: BASELINE });
    await requireNewestSchema(store);
  });

  it('is as before when an upgrade fails half-way', async () => {
    await run('CREATE VIEW inspector_rule_details AS SELECT 1');
    const failed = await upgradeSchema(store).catch((error: Error) => error.message);
    expect(failed).to.include('8b2e46c0f7a9');
    expect(await tables()).to.deep.equal([]);
  });

  it('takes over a database of ironic-inspector with rows that lost their node', async () => {
    await upgradeSchema(store, { to: BASELINE });
    await run(
      'DROP TABLE inspector_revisions',
      `INSERT INTO nodes (uuid, state, started_at, finished_at, error)
        VALUES ('${NODE}', 'error', '2031-02-03 04:05:06.789012', '2031-02-03 04:05:07.000000', 'no disk')`,
      `INSERT INTO attributes (uuid, node_uuid, name, value) VALUES ('a', '${NODE}', 'mac', 'AA:BB:CC:DD:EE:FF')`,
      `INSERT INTO attributes (uuid, node_uuid, name, value) VALUES ('b', 'gone', 'bmc_address', '192.0.2.1')`,
      `INSERT INTO introspection_data (uuid, processed, data) VALUES ('gone', 1, '{}')`,
      `INSERT INTO rules (uuid, created_at) VALUES ('r', '2031-01-01 00:00:00.000000')`,
      `INSERT INTO rule_actions (rule, action, params) VALUES ('r', 'fail', '{"message": "x"}')`,
      `INSERT INTO rule_conditions (rule, op, multiple, params) VALUES ('gone', 'eq', 'any', NULL)`,
    );
    expect((await rejection(requireNewestSchema(store))).code).to.equal('INSP_DB_NOT_UPGRADED');

    await upgradeSchema(store);

    const db = databaseOf(store);
    expect(await db.records.list({ limit: 10 })).to.deep.equal([
      {
        uuid: NODE,
        name: null,
        state: 'error',
        startedAt: '2031-02-03T04:05:06.789012',
        finishedAt: '2031-02-03T04:05:07',
        error: 'no disk',
        manageBoot: true,
        introspection: null,
        fence: 0,
      },
    ]);
    const match = await db.records.findByAttributes([{ name: 'mac', value: 'aa:bb:cc:dd:ee:ff' }]);
    expect(match).to.have.length(1);
    expect(await db.introspectionData.get('gone', true)).to.equal('{}');
    expect(await db.rules.list()).to.deep.equal([
      {
        uuid: 'r',
        description: null,
        scope: null,
        createdAt: '2031-01-01T00:00:00',
        disabled: false,
        priority: 0,
        sensitive: false,
        conditions: [],
        actions: [{ action: 'fail', params: '{"message": "x"}' }],
      },
    ]);
    expect(await alembic()).to.equal(BASELINE);
  });

  it('notices rules that ironic-inspector makes beside it', async () => {
    await upgradeSchema(store);
    const { rules } = databaseOf(store);
    const before = await rules.version();
    await run(`INSERT INTO rules (uuid, created_at) VALUES ('r', '2031-01-01 00:00:00.000000')`);
    const between = await rules.version();
    await run('DELETE FROM rules');
    expect(before)
      .to.equal(await rules.version())
      .and.not.equal(between);
  });

  for (const { revision } of OLD_REVISIONS) {
    it(`of ironic-inspector at ${revision} is refused, with what to do`, async () => {
      await run(
        'CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)',
        `INSERT INTO alembic_version VALUES ('${revision}')`,
        'CREATE TABLE nodes (uuid VARCHAR(36))',
      );
      const error = await rejection(upgradeSchema(store));
      expect(error.code).to.equal('INSP_DB_TOO_OLD');
      expect(error.message).to.include(revision).and.to.include('ironic-inspector-dbsync upgrade');
      expect((await rejection(requireNewestSchema(store))).code).to.equal('INSP_DB_TOO_OLD');
      expect(await tables()).to.have.members(['alembic_version', 'nodes']);
    });
  }

  it('at a revision nobody knows is refused', async () => {
    await upgradeSchema(store);
    await run(`INSERT INTO inspector_revisions (revision) VALUES ('0123456789ab')`);
    for (const error of [
      await rejection(upgradeSchema(store)),
      await rejection(requireNewestSchema(store)),
    ]) {
      expect(error.code).to.equal('INSP_DB_UNKNOWN_REVISION');
      expect(error.message).to.include('0123456789ab').and.to.include('newer version');
    }
  });

  it('without a word about its revision is refused until it is stamped', async () => {
    await upgradeSchema(store, { to: BASELINE });
    await run('DROP TABLE inspector_revisions', 'DROP TABLE alembic_version');
    const error = await rejection(upgradeSchema(store));
    expect(error.code).to.equal('INSP_DB_UNKNOWN_REVISION');
    expect(error.message).to.include(`inspector dbsync stamp --revision ${BASELINE}`);
    await stampSchema(store, BASELINE);
    await upgradeSchema(store);
    await requireNewestSchema(store);
  });

  it('can be stamped at any revision', async () => {
    await upgradeSchema(store);
    const chain = await migrationChain();
    await stampSchema(store, chain[1]?.revision ?? '');
    expect(await currentRevision(store)).to.equal(chain[1]);
    await upgradeSchema(store);
    await requireNewestSchema(store);
    expect(await alembic()).to.equal(BASELINE);
  });
});
