import { InspectorError, type Timestamp } from '@inspector/plugin-api';
import { batches } from './batches.js';
import { marks, markRows, orUpdate, timeColumn } from './dialect.js';
import { readRules } from './rule-rows.js';
import type { Session, SqlValue, Store } from './session.js';
import { fromStored, now, toStored } from './timestamp.js';
import type { RuleRepository, StoredRule } from './types.js';
import { isDuplicate } from './violations.js';

type NewRule = Parameters<RuleRepository['create']>[0][number];
/** A rule with the time it is made, the same in every attempt. */
interface DatedRule {
  readonly rule: NewRule;
  readonly time: Timestamp;
}

/** Tables whose rows belong to a rule; they go before it, or the server refuses. */
const PARTS = ['rule_conditions', 'rule_actions', 'inspector_rule_details'] as const;

/** What a UUID may be; with other characters servers refuse to compare, instead of finding nothing. */
const PLAIN = /^[\x20-\x7e]*$/;

const exists = (uuid: string): InspectorError =>
  new InspectorError('INSP_RULE_EXISTS', `Rule with UUID ${uuid} already exists`);

const countChange = (session: Session): Promise<number> =>
  session.run(`UPDATE inspector_counters SET value = value + 1 WHERE name = 'rules'`);

async function insertMany(
  session: Session,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly SqlValue[])[],
): Promise<void> {
  for (const batch of batches(rows)) {
    await session.run(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${markRows(batch.length, columns.length)}`,
      batch.flat(),
    );
  }
}

async function insertRule(session: Session, { rule, time }: DatedRule): Promise<StoredRule> {
  const { uuid, description, scope, priority, sensitive, conditions, actions } = rule;
  const createdAt = toStored(time, session.dialect);
  await session.run(
    'INSERT INTO rules (uuid, created_at, description, disabled, scope) VALUES (?, ?, ?, FALSE, ?)',
    [uuid, createdAt, description, scope],
  );
  await session.run(
    `INSERT INTO inspector_rule_details (rule, priority, is_sensitive) VALUES (?, ?, ?) ` +
      orUpdate(session.dialect, ['rule'], ['priority', 'is_sensitive']),
    [uuid, priority, sensitive],
  );
  await insertMany(
    session,
    'rule_conditions',
    ['rule', 'op', 'multiple', 'invert', 'field', 'params'],
    conditions.map(({ op, multiple, invert, field, params }) => [uuid, op, multiple, invert, field, params]),
  );
  await insertMany(
    session,
    'rule_actions',
    ['rule', 'action', 'params'],
    actions.map(({ action, params }) => [uuid, action, params]),
  );
  return { ...rule, createdAt: fromStored(createdAt) ?? createdAt, disabled: false };
}

async function deleteRules(
  session: Session,
  where: string,
  parameters: readonly SqlValue[],
): Promise<number> {
  for (const table of PARTS)
    await session.run(`DELETE FROM ${table}${where.replace('uuid', 'rule')}`, parameters);
  return session.run(`DELETE FROM rules${where}`, parameters);
}

/** Whether every rule is there, made at that very time. */
async function areThere(session: Session, rules: readonly DatedRule[]): Promise<boolean> {
  for (const { rule, time } of rules) {
    const sql = 'SELECT uuid FROM rules WHERE uuid = ? AND created_at = ?';
    const rows = await session.all(sql, [rule.uuid, toStored(time, session.dialect)]);
    if (rows.length === 0) return false;
  }
  return true;
}

async function create(
  session: Session,
  rules: readonly DatedRule[],
  replace: boolean,
  uncertain: boolean,
): Promise<StoredRule[]> {
  const uuids = rules.map(({ rule }) => rule.uuid);
  const twice = uuids.find((uuid, index) => uuids.indexOf(uuid) !== index);
  if (twice !== undefined) throw exists(twice);
  const among = ` WHERE uuid IN (${marks(uuids.length)})`;
  // Rules that an attempt before made, whose answer was lost, are made again.
  if (replace || (uncertain && (await areThere(session, rules)))) {
    await deleteRules(session, among, uuids);
  } else {
    const [present] = await session.all(`SELECT uuid FROM rules${among}`, uuids);
    if (present !== undefined) throw exists(String(present['uuid']));
  }
  const created: StoredRule[] = [];
  for (const rule of rules) created.push(await insertRule(session, rule));
  await countChange(session);
  return created;
}

/** Introspection rules. */
export function ruleRepository(store: Store): RuleRepository {
  return {
    async create(rules, options = {}) {
      if (rules.length === 0) return [];
      try {
        const dated = rules.map((rule) => ({ rule, time: now() }));
        return await store.transaction((session, uncertain) =>
          create(session, dated, options.replace === true, uncertain),
        );
      } catch (error) {
        if (isDuplicate(error)) throw exists(rules.map(({ uuid }) => uuid).join(', '));
        throw error;
      }
    },
    list: () => store.read((session) => readRules(session)),
    get: async (uuid) =>
      PLAIN.test(uuid) ? (await store.read((session) => readRules(session, uuid)))[0] : undefined,
    async delete(uuid) {
      if (!PLAIN.test(uuid)) return false;
      return store.transaction(async (session, uncertain) => {
        const deleted = await deleteRules(session, ' WHERE uuid = ?', [uuid]);
        if (deleted > 0) await countChange(session);
        return deleted > 0 || uncertain;
      });
    },
    deleteAll: () =>
      store.transaction(async (session) => {
        await deleteRules(session, '', []);
        await countChange(session);
      }),
    version: () =>
      store.read(async (session) => {
        const newest = timeColumn(session.dialect, 'MAX(created_at)');
        // Number and age of the rules tell when ironic-inspector, which knows no counter, changed them.
        const [row] = await session.all(
          `SELECT value, (SELECT COUNT(*) FROM rules) AS rules, (SELECT ${newest} FROM rules) AS newest
            FROM inspector_counters WHERE name = 'rules'`,
        );
        return `${String(row?.['value'])}/${String(row?.['rules'])}/${String(row?.['newest'])}`;
      }),
  };
}
