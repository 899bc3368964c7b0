import { Sequelize, type Model, type ModelStatic } from 'sequelize';
import type { InspectorConfig } from '../config/types.js';
import { parseConnectionUrl } from './connection-url.js';
import { defineModels } from './models.js';
import { serverOptions } from './server-options.js';

/** One thing in which a live database is not what the models say. */
export interface SchemaDifference {
  /** What is different, one line. */
  readonly what: string;
  /** The statement that makes it equal, for this kind of database; undefined where a person must decide. */
  readonly statement: string | undefined;
}

interface Column {
  readonly type: string;
  readonly allowNull: boolean;
}

/** Different words for the same type, as databases and Sequelize spell them. */
const SAME: readonly (readonly [RegExp, string])[] = [
  [/^CHARACTER VARYING/, 'VARCHAR'],
  [/^TINYINT\(1\)$/, 'BOOLEAN'],
  [/^INT(?:EGER)?(?:\(\d+\))?$/, 'INTEGER'],
  [/^BIGINT(?:\(\d+\))?$/, 'BIGINT'],
  [/^(?:USER-DEFINED|NODE_STATE)$/, 'NODE_STATE'],
];

function normal(type: string): string {
  const upper = type.toUpperCase();
  return SAME.reduce((text, [pattern, name]) => text.replace(pattern, name), upper);
}

function wantedColumns(model: ModelStatic<Model>): Map<string, Column & { readonly primaryKey: boolean }> {
  return new Map(
    Object.entries(model.getAttributes()).map(([name, { type, allowNull, primaryKey }]) => [
      name,
      {
        type: typeof type === 'string' ? type : type.toString({}),
        allowNull: allowNull !== false,
        primaryKey: primaryKey === true,
      },
    ]),
  );
}

async function columnDifferences(
  sequelize: Sequelize,
  model: ModelStatic<Model>,
): Promise<SchemaDifference[]> {
  const table = model.tableName;
  const live = await sequelize.getQueryInterface().describeTable(table);
  const wanted = wantedColumns(model);
  const differences: SchemaDifference[] = [];
  for (const [name, { type, allowNull, primaryKey }] of wanted) {
    const present = live[name];
    const rest = `${type}${allowNull ? '' : ' NOT NULL'}`;
    if (present === undefined) {
      differences.push({
        what: `${table}.${name} is missing`,
        statement: `ALTER TABLE ${table} ADD COLUMN ${name} ${rest}`,
      });
    } else if (normal(present.type) !== normal(type)) {
      const what = `${table}.${name} is ${present.type} instead of ${type}`;
      differences.push({ what, statement: undefined });
    } else if (!primaryKey && present.allowNull !== allowNull) {
      const what = `${table}.${name} ${allowNull ? 'must not be' : 'may be'} null`;
      differences.push({ what, statement: undefined });
    }
  }
  for (const name of Object.keys(live).filter((column) => !wanted.has(column))) {
    const statement = `ALTER TABLE ${table} DROP COLUMN ${name}`;
    differences.push({ what: `${table}.${name} is not in the models`, statement });
  }
  return differences;
}

async function indexDifferences(
  sequelize: Sequelize,
  model: ModelStatic<Model>,
): Promise<SchemaDifference[]> {
  const table = model.tableName;
  const shown = (await sequelize.getQueryInterface().showIndex(table)) as { readonly name: string }[];
  const live = new Set(shown.map(({ name }) => name));
  const wanted = model.options.indexes ?? [];
  const missing = wanted.filter(({ name }) => !live.has(name ?? ''));
  const extra = [...live].filter(
    (name) => name.startsWith('ix_') && !wanted.some((index) => index.name === name),
  );
  return [
    ...missing.map(({ name, fields }) => ({
      what: `index ${name} is missing`,
      statement: `CREATE INDEX ${name} ON ${table} (${(fields ?? []).join(', ')})`,
    })),
    ...extra.map((name) => ({ what: `index ${name} is not in the models`, statement: undefined })),
  ];
}

function tableStatement(model: ModelStatic<Model>): string {
  const columns = wantedColumns(model);
  const keys = [...columns].filter(([, { primaryKey }]) => primaryKey).map(([name]) => name);
  const lines = [...columns].map(
    ([name, { type, allowNull }]) => `${name} ${type}${allowNull ? '' : ' NOT NULL'}`,
  );
  return `CREATE TABLE ${model.tableName} (${[...lines, `PRIMARY KEY (${keys.join(', ')})`].join(', ')})`;
}

/** Compares the models with the tables of a database. Tables that no model knows are left alone. */
export async function schemaDifferences(sequelize: Sequelize): Promise<SchemaDifference[]> {
  const tables = new Set(await sequelize.getQueryInterface().showAllTables());
  const differences: SchemaDifference[] = [];
  for (const model of defineModels(sequelize)) {
    if (!tables.has(model.tableName)) {
      differences.push({ what: `table ${model.tableName} is missing`, statement: tableStatement(model) });
      continue;
    }
    differences.push(...(await columnDifferences(sequelize, model)));
    differences.push(...(await indexDifferences(sequelize, model)));
  }
  return differences;
}

/**
 * Compares the models with the database a configuration names.
 *
 * @param cwd where relative sqlite paths start
 */
export async function compareSchema(
  config: InspectorConfig['database'],
  cwd: string,
): Promise<SchemaDifference[]> {
  const target = parseConnectionUrl(config.connection, cwd);
  const sequelize =
    target.dialect === 'sqlite'
      ? new Sequelize({ dialect: 'sqlite', storage: target.path ?? ':memory:', logging: false })
      : new Sequelize(serverOptions(target, config));
  try {
    return await schemaDifferences(sequelize);
  } finally {
    await sequelize.close();
  }
}
