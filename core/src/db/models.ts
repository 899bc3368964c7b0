import { DataTypes, type Model, type ModelAttributes, type ModelStatic, type Sequelize } from 'sequelize';
import { STATES } from '@inspector/plugin-api';
import type { Dialect } from './dialect.js';

/** Sequelize gives PostgreSQL a time zone, which the tables of ironic-inspector do not have. */
function timeType(dialect: Dialect): typeof DataTypes.DATE | string {
  return dialect === 'postgres' ? 'TIMESTAMP WITHOUT TIME ZONE' : DataTypes.DATE;
}

function stateType(dialect: Dialect): ReturnType<typeof DataTypes.STRING> | string {
  if (dialect === 'sqlite') return DataTypes.STRING(10);
  return dialect === 'mysql' ? `ENUM(${STATES.map((state) => `'${state}'`).join(',')})` : 'node_state';
}

const key = { primaryKey: true, allowNull: false } as const;
const uuid = DataTypes.STRING(36);

/**
 * The tables as the newest revision has them, for comparing with a live database. Migrations do not use them: a
 * migration must go on doing what it did when it was written.
 */
export function defineModels(sequelize: Sequelize): readonly ModelStatic<Model>[] {
  const dialect = sequelize.getDialect() as Dialect;
  const time = timeType(dialect);
  const text = dialect === 'mysql' ? DataTypes.TEXT('medium') : DataTypes.TEXT;
  const data = dialect === 'mysql' ? DataTypes.TEXT('long') : DataTypes.TEXT;
  const bytes = dialect === 'mysql' ? DataTypes.BLOB('long') : DataTypes.BLOB;
  const nodeUuid = { type: uuid, references: { model: 'nodes', key: 'uuid' } };
  const rule = { type: uuid, references: { model: 'rules', key: 'uuid' } };
  const define = (
    name: string,
    columns: ModelAttributes,
    indexes: readonly string[][] = [],
  ): ModelStatic<Model> =>
    sequelize.define(name, columns, {
      tableName: name,
      timestamps: false,
      indexes: indexes.map((fields) => ({ name: `ix_${name}_${fields.join('_')}`, fields })),
    });
  const part = { id: { type: DataTypes.INTEGER, autoIncrement: true, ...key }, rule, params: text };
  return [
    define(
      'nodes',
      {
        uuid: { type: uuid, ...key },
        version_id: { type: uuid, defaultValue: '' },
        state: { type: stateType(dialect), allowNull: false, defaultValue: 'finished' },
        started_at: time,
        finished_at: time,
        error: text,
        manage_boot: DataTypes.BOOLEAN,
        inspector_introspection: uuid,
        inspector_fence: DataTypes.BIGINT,
        inspector_name: DataTypes.STRING,
      },
      [
        ['finished_at', 'started_at'],
        ['started_at', 'uuid'],
      ],
    ),
    define(
      'attributes',
      {
        uuid: { type: uuid, ...key },
        node_uuid: nodeUuid,
        name: { type: DataTypes.STRING, allowNull: false },
        value: DataTypes.STRING,
      },
      [['name', 'value'], ['node_uuid']],
    ),
    define('options', {
      uuid: { ...nodeUuid, ...key },
      name: { type: DataTypes.STRING, ...key },
      value: text,
    }),
    define('rules', {
      uuid: { type: uuid, ...key },
      created_at: { type: time, allowNull: false },
      description: text,
      disabled: DataTypes.BOOLEAN,
      scope: DataTypes.STRING,
    }),
    define(
      'rule_conditions',
      {
        ...part,
        op: { type: DataTypes.STRING, allowNull: false },
        multiple: { type: DataTypes.STRING, allowNull: false },
        invert: DataTypes.BOOLEAN,
        field: text,
      },
      [['rule']],
    ),
    define('rule_actions', { ...part, action: { type: DataTypes.STRING, allowNull: false } }, [['rule']]),
    define('introspection_data', {
      uuid: { ...nodeUuid, ...key },
      processed: { type: DataTypes.BOOLEAN, ...key },
      data,
    }),
    define('inspector_rule_details', {
      rule: { type: uuid, ...key },
      priority: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
      is_sensitive: { type: DataTypes.BOOLEAN, allowNull: false },
    }),
    define('inspector_counters', {
      name: { type: DataTypes.STRING(64), ...key },
      value: { type: DataTypes.BIGINT, allowNull: false },
    }),
    define('inspector_hook_results', {
      node_uuid: { type: uuid, ...key },
      results: { type: text, allowNull: false },
    }),
    define('inspector_kept_posts', {
      node_uuid: { type: uuid, ...key },
      introspection: { type: uuid, allowNull: false },
      kept_at: { type: DataTypes.STRING(26), allowNull: false },
      reason: { type: text, allowNull: false },
      data: { type: data, allowNull: false },
    }),
    define(
      'inspector_recent_posts',
      {
        digest: { type: DataTypes.STRING(64), ...key },
        node_uuid: { type: uuid, allowNull: false },
        introspection: { type: uuid, allowNull: false },
        processed_at: { type: DataTypes.STRING(26), allowNull: false },
        failure: text,
      },
      [['node_uuid'], ['processed_at']],
    ),
    define(
      'inspector_events',
      {
        id: { type: dialect === 'sqlite' ? DataTypes.INTEGER : DataTypes.BIGINT, ...key },
        created_at: { type: DataTypes.STRING(26), allowNull: false },
        node_uuid: uuid,
        introspection: uuid,
        type: { type: DataTypes.STRING(64), allowNull: false },
        body: { type: text, allowNull: false },
      },
      [['node_uuid', 'id']],
    ),
    define('inspector_followers', {
      name: { type: DataTypes.STRING(160), ...key },
      position: { type: DataTypes.BIGINT, allowNull: false },
      given_up: { type: DataTypes.BIGINT, allowNull: false },
      trouble: text,
      trouble_since: DataTypes.STRING(26),
      noted_at: { type: DataTypes.STRING(26), allowNull: false },
    }),
    define('inspector_inventory_heads', {
      inventory: { type: DataTypes.STRING(64), ...key },
      number: { type: DataTypes.BIGINT, allowNull: false },
    }),
    define('inspector_inventory_revisions', {
      inventory: { type: DataTypes.STRING(64), ...key },
      number: { type: DataTypes.BIGINT, ...key },
      sha256: { type: DataTypes.STRING(64), allowNull: false },
      author: { type: DataTypes.STRING, allowNull: false },
      reason: { type: text, allowNull: false },
      source: { type: DataTypes.STRING, allowNull: false },
      created_at: { type: DataTypes.STRING(26), allowNull: false },
      summary: { type: text, allowNull: false },
      size: { type: DataTypes.BIGINT, allowNull: false },
      body: { type: data, allowNull: false },
    }),
    define('inspector_summaries', {
      node_uuid: { type: uuid, ...key },
      inspected_at: DataTypes.STRING(26),
      summary: { type: text, allowNull: false },
    }),
    define('inspector_history', {
      node_uuid: { type: uuid, ...key },
      number: { type: DataTypes.BIGINT, ...key },
      introspection: { type: uuid, allowNull: false },
      began: DataTypes.STRING(16),
      state: { type: DataTypes.STRING(16), allowNull: false },
      error: text,
      started_at: DataTypes.STRING(26),
      finished_at: DataTypes.STRING(26),
      origin: { type: text, allowNull: false },
      kept_data: { type: DataTypes.STRING(16), allowNull: false },
      body: { type: bytes, allowNull: false },
      deviations: text,
    }),
    define('inspector_baselines', {
      scope: { type: DataTypes.STRING(300), ...key },
      node_uuid: uuid,
      source_uuid: { type: uuid, allowNull: false },
      source_number: { type: DataTypes.BIGINT, allowNull: false },
      created_at: { type: DataTypes.STRING(26), allowNull: false },
      author: DataTypes.STRING,
      summary: { type: text, allowNull: false },
      body: { type: bytes, allowNull: false },
    }),
    define(
      'inspector_unmatched_posts',
      {
        fingerprint: { type: DataTypes.STRING(64), ...key },
        source: { type: DataTypes.STRING(64), allowNull: false },
        first_seen: { type: DataTypes.STRING(26), allowNull: false },
        last_seen: { type: DataTypes.STRING(26), allowNull: false },
        posts: { type: DataTypes.BIGINT, allowNull: false },
        body: { type: text, allowNull: false },
      },
      [['last_seen']],
    ),
  ];
}
