import { InspectorError, type JsonObject, type Timestamp } from '@inspector/plugin-api';
import { batches, rowBatches } from './batches.js';
import { type Dialect, marks, markRows, orUpdate, timeColumn } from './dialect.js';
import { eventOrigin } from './event-origin.js';
import { eventTime } from './event-writes.js';
import { noteAllDeleted, noteRules, wereNoted } from './rule-events.js';
import { readRule, readRules } from './rule-rows.js';
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

async function insertRows(
  session: Session,
  into: string,
  rows: readonly (readonly SqlValue[])[],
  ending = '',
): Promise<void> {
  for (const batch of rowBatches(rows)) {
    const columns = batch[0]?.length ?? 0;
    await session.run(`INSERT INTO ${into} VALUES ${markRows(batch.length, columns)}${ending}`, batch.flat());
  }
}

/** Writes many rules with few statements: one statement for each of fifty thousand would take a minute. */
async function insertRules(session: Session, rules: readonly DatedRule[]): Promise<void> {
  const { dialect } = session;
  const dated = rules.map(({ rule, time }) => ({ rule, createdAt: toStored(time, dialect) }));
  await insertRows(
    session,
    'rules (uuid, created_at, description, scope, disabled)',
    dated.map(({ rule, createdAt }) => [rule.uuid, createdAt, rule.description, rule.scope, false]),
  );
  await insertRows(
    session,
    'inspector_rule_details (rule, priority, is_sensitive)',
    dated.map(({ rule }) => [rule.uuid, rule.priority, rule.sensitive]),
    ` ${orUpdate(dialect, ['rule'], ['priority', 'is_sensitive'])}`,
  );
  await insertRows(
    session,
    'rule_conditions (rule, op, multiple, invert, field, params)',
    dated.flatMap(({ rule: { uuid, conditions } }) =>
      conditions.map(({ op, multiple, invert, field, params }) => [
        uuid,
        op,
        multiple,
        invert,
        field,
        params,
      ]),
    ),
  );
  await insertRows(
    session,
    'rule_actions (rule, action, params)',
    dated.flatMap(({ rule: { uuid, actions } }) =>
      actions.map(({ action, params }) => [uuid, action, params]),
    ),
  );
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

/** Deletes the rules with these UUIDs. */
async function deleteAmong(session: Session, uuids: readonly string[]): Promise<void> {
  for (const batch of batches(uuids)) await deleteRules(session, among(batch), batch);
}

const among = (uuids: readonly string[]): string => ` WHERE uuid IN (${marks(uuids.length)})`;

/** The first of the UUIDs that a rule has. */
async function firstPresent(session: Session, uuids: readonly string[]): Promise<string | undefined> {
  for (const batch of batches(uuids)) {
    const [present] = await session.all(`SELECT uuid FROM rules${among(batch)}`, batch);
    if (present !== undefined) return String(present['uuid']);
  }
  return undefined;
}

/** What is written with the rules, and when, the same in every attempt. */
interface Note {
  readonly change: 'created' | 'replaced';
  readonly origin: JsonObject;
  readonly time: string;
}

async function create(
  session: Session,
  rules: readonly DatedRule[],
  { change, origin, time }: Note,
): Promise<StoredRule[]> {
  const uuids = rules.map(({ rule }) => rule.uuid);
  const twice = repeated(uuids);
  if (twice !== undefined) throw exists(twice);
  if (change === 'replaced') {
    await deleteAmong(session, uuids);
  } else {
    const present = await firstPresent(session, uuids);
    if (present !== undefined) throw exists(present);
  }
  await insertRules(session, rules);
  await countChange(session);
  await noteRules(session, change, { uuids, origin, time });
  return asStored(rules, session.dialect);
}

/** The rules as they are read from a database in which they were made. */
const asStored = (rules: readonly DatedRule[], dialect: Dialect): StoredRule[] =>
  rules.map(({ rule, time }) => {
    const createdAt = toStored(time, dialect);
    return { ...rule, createdAt: fromStored(createdAt) ?? createdAt, disabled: false };
  });

function repeated(uuids: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return uuids.find((uuid) => seen.size === seen.add(uuid).size);
}

/** UUIDs named in an error. */
const NAMED = 5;

const someOf = (uuids: readonly string[]): string =>
  uuids.length <= NAMED
    ? uuids.join(', ')
    : `${uuids.slice(0, NAMED).join(', ')} or one of ${String(uuids.length - NAMED)} more`;

/** Changes whenever rules do. */
async function versionOf(session: Session): Promise<string> {
  const newest = timeColumn(session.dialect, 'MAX(created_at)');
  // Number and age of the rules tell when ironic-inspector, which knows no counter, changed them.
  const [row] = await session.all(
    `SELECT value, (SELECT COUNT(*) FROM rules) AS rules, (SELECT ${newest} FROM rules) AS newest
      FROM inspector_counters WHERE name = 'rules'`,
  );
  return `${String(row?.['value'])}/${String(row?.['rules'])}/${String(row?.['newest'])}`;
}

/** Introspection rules. */
export function ruleRepository(store: Store): RuleRepository {
  return {
    async create(rules, options = {}) {
      if (rules.length === 0) return [];
      try {
        const dated = rules.map((rule) => ({ rule, time: now() }));
        const change = options.replace === true ? 'replaced' : 'created';
        const note: Note = { change, origin: eventOrigin(), time: eventTime() };
        return await store.transaction(async (session, uncertain) => {
          // An attempt before did it, and its answer was lost: rules and event are there, once.
          if (uncertain && (await wereNoted(session, change, note.time)))
            return asStored(dated, session.dialect);
          return create(session, dated, note);
        });
      } catch (error) {
        if (isDuplicate(error)) throw exists(someOf(rules.map(({ uuid }) => uuid)));
        throw error;
      }
    },
    list: () => store.read((session) => readRules(session, versionOf)),
    get: async (uuid) => (PLAIN.test(uuid) ? store.read((session) => readRule(session, uuid)) : undefined),
    async delete(uuid) {
      if (!PLAIN.test(uuid)) return false;
      const origin = eventOrigin();
      return store.transaction(async (session, uncertain) => {
        const deleted = await deleteRules(session, ' WHERE uuid = ?', [uuid]);
        if (deleted > 0) {
          await countChange(session);
          await noteRules(session, 'deleted', { uuids: [uuid], origin });
        }
        return deleted > 0 || uncertain;
      });
    },
    async deleteAll() {
      const origin = eventOrigin();
      await store.transaction(async (session) => {
        const deleted = await deleteRules(session, '', []);
        await countChange(session);
        if (deleted > 0) await noteAllDeleted(session, deleted, origin);
      });
    },
    version: () => store.read(versionOf),
  };
}
