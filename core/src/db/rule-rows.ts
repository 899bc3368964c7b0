import { timeColumn } from './dialect.js';
import type { Row, Session } from './session.js';
import { fromStored } from './timestamp.js';
import type { StoredAction, StoredCondition, StoredRule } from './types.js';

/** Which table a row of the statement below comes from. */
const RULE = 0;
const CONDITION = 1;

/** A rule on its way, with what its place among the others depends on. */
interface Collected {
  readonly rule: StoredRule & { readonly conditions: StoredCondition[]; readonly actions: StoredAction[] };
  /** Rules made in the same second are told apart by the number of their first action. */
  firstAction: number;
}

/**
 * Rules, conditions and actions by one statement, so that all are of one moment. Text columns `a` to `d` and
 * numbers `n1` to `n3` mean something else in each table.
 */
function statement(session: Session, one: boolean): string {
  const where = (column: string): string => (one ? ` WHERE ${column} = ?` : '');
  const integer = session.dialect === 'mysql' ? 'SIGNED' : 'INTEGER';
  const number = (column: string, name: string): string => `CAST(${column} AS ${integer}) AS ${name}`;
  return (
    `SELECT 0 AS kind, 0 AS id, r.uuid AS rule, r.description AS a, r.scope AS b, ` +
    `${timeColumn(session.dialect, 'r.created_at')} AS c, NULL AS d, ` +
    `${number('r.disabled', 'n1')}, ${number('x.priority', 'n2')}, ${number('x.is_sensitive', 'n3')} ` +
    `FROM rules r LEFT JOIN inspector_rule_details x ON x.rule = r.uuid${where('r.uuid')} ` +
    `UNION ALL SELECT 1, id, rule, op, field, params, multiple, ${number('invert', 'n1')}, NULL, NULL ` +
    `FROM rule_conditions${where('rule')} ` +
    `UNION ALL SELECT 2, id, rule, action, NULL, params, NULL, NULL, NULL, NULL ` +
    `FROM rule_actions${where('rule')} ORDER BY kind, id`
  );
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function toRule(row: Row): Collected {
  return {
    rule: {
      uuid: String(row['rule']),
      description: text(row['a']),
      scope: text(row['b']),
      createdAt: fromStored(row['c']) ?? '',
      disabled: Boolean(row['n1'] ?? false),
      priority: Number(row['n2'] ?? 0),
      sensitive: Boolean(row['n3'] ?? false),
      conditions: [],
      actions: [],
    },
    firstAction: Number.POSITIVE_INFINITY,
  };
}

function toCondition(row: Row): StoredCondition {
  return {
    op: String(row['a']),
    field: text(row['b']) ?? '',
    params: text(row['c']) ?? '{}',
    multiple: String(row['d']),
    invert: Boolean(row['n1'] ?? false),
  };
}

function inCreationOrder(left: Collected, right: Collected): number {
  if (left.rule.createdAt !== right.rule.createdAt) {
    return left.rule.createdAt < right.rule.createdAt ? -1 : 1;
  }
  return left.firstAction - right.firstAction || 0;
}

/** Reads all rules in the order they were created, or the one with this UUID. */
export async function readRules(session: Session, uuid?: string): Promise<StoredRule[]> {
  const parameters = uuid === undefined ? [] : [uuid, uuid, uuid];
  const rows = await session.all(statement(session, uuid !== undefined), parameters);
  const rules = new Map<string, Collected>();
  for (const row of rows) {
    const kind = Number(row['kind']);
    if (kind === RULE) {
      rules.set(String(row['rule']), toRule(row));
      continue;
    }
    const owner = rules.get(String(row['rule']));
    if (owner === undefined) continue;
    if (kind === CONDITION) {
      owner.rule.conditions.push(toCondition(row));
    } else {
      owner.rule.actions.push({ action: String(row['a']), params: text(row['c']) ?? '{}' });
      owner.firstAction = Math.min(owner.firstAction, Number(row['id']));
    }
  }
  return [...rules.values()].sort(inCreationOrder).map(({ rule }) => rule);
}
