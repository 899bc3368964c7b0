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

/** Rules from a UUID to another one, in the order of the database, both included. */
interface Range {
  readonly first: string;
  readonly last: string;
}

/**
 * Rules, conditions and actions by one statement, so that all are of one moment. Text columns `a` to `d` and
 * numbers `n1` to `n3` mean something else in each table.
 */
function statement(session: Session, isRange: boolean): string {
  const where = (column: string): string => (isRange ? ` WHERE ${column} BETWEEN ? AND ?` : '');
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

/** Rules read by one statement: their rows take the process about 10 ms. */
const PAGE = 500;

/** How often many rules are read again because somebody changed them meanwhile. */
const TRIES = 3;

/** Reads the rule with this UUID. */
export async function readRule(session: Session, uuid: string): Promise<StoredRule | undefined> {
  const [found] = await readRange(session, { first: uuid, last: uuid });
  return found?.rule;
}

/**
 * Reads all rules in the order they were created. Many are read in pages, so that others get their turn; they are read
 * again when they change in between.
 *
 * @param version - tells when rules have changed
 */
export async function readRules(
  session: Session,
  version: (session: Session) => Promise<string>,
): Promise<StoredRule[]> {
  for (let left = TRIES; ; left--) {
    const uuids = await session.all(`SELECT uuid FROM rules ORDER BY uuid`);
    if (uuids.length <= PAGE || left === 0) return inOrder(await readRange(session));
    const before = await version(session);
    const rules: Collected[] = [];
    for (let start = 0; start < uuids.length; start += PAGE) {
      const end = Math.min(start + PAGE, uuids.length) - 1;
      const range = { first: String(uuids[start]?.['uuid']), last: String(uuids[end]?.['uuid']) };
      rules.push(...(await readRange(session, range)));
    }
    if ((await version(session)) === before) return inOrder(rules);
  }
}

const inOrder = (rules: Collected[]): StoredRule[] => rules.sort(inCreationOrder).map(({ rule }) => rule);

async function readRange(session: Session, range?: Range): Promise<Collected[]> {
  const ends = range === undefined ? [] : [range.first, range.last];
  const rows = await session.all(statement(session, range !== undefined), [...ends, ...ends, ...ends]);
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
  return [...rules.values()];
}
