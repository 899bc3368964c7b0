import { Sequelize, type Model, type ModelStatic } from 'sequelize';
import { defineModels } from '../models.js';

/** What the values of a column are, whatever the database calls it. */
export type ColumnKind = 'text' | 'integer' | 'boolean' | 'time' | 'bytes';

/** A column as a backup has it. */
export interface ColumnForm {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** A table as a backup has it. */
export interface TableForm {
  readonly table: string;
  readonly columns: readonly ColumnForm[];
  /** The columns of its primary key. */
  readonly key: readonly string[];
  /** The column with the key of another table; null: none has. */
  readonly owner: { readonly column: string; readonly table: string } | null;
}

const KINDS: ReadonlyMap<string, ColumnKind> = new Map([
  ['BOOLEAN', 'boolean'],
  ['INTEGER', 'integer'],
  ['BIGINT', 'integer'],
  ['DATE', 'time'],
  ['BLOB', 'bytes'],
]);

/** All tables of the newest revision; those that others refer to come first. */
export function tableForms(): TableForm[] {
  // Nothing is opened: the models only say what the columns are.
  const models = defineModels(new Sequelize({ dialect: 'sqlite', storage: ':memory:', logging: false }));
  return models.map(formOf);
}

function formOf(model: ModelStatic<Model>): TableForm {
  const attributes = Object.entries(model.getAttributes());
  const owner = attributes.find(([, { references }]) => references !== undefined);
  const referred = owner?.[1].references;
  const table = typeof referred === 'object' && 'model' in referred ? referred.model : undefined;
  return {
    table: model.tableName,
    columns: attributes.map(([name, { type }]) => ({
      name,
      kind: KINDS.get(typeof type === 'string' ? type : (type as { readonly key: string }).key) ?? 'text',
    })),
    key: attributes.filter(([, { primaryKey }]) => primaryKey === true).map(([name]) => name),
    owner: owner !== undefined && typeof table === 'string' ? { column: owner[0], table } : null,
  };
}
