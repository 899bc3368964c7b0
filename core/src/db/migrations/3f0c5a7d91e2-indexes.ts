import { hasIndex } from '../catalogue.js';
import { BASELINE, type Migration } from '../migration.js';
import type { Session } from '../session.js';

/** PostgreSQL puts nulls first when it reads an index backwards; lists of records want them last. */
const NEWEST_FIRST = {
  sqlite: 'started_at, uuid',
  mysql: 'started_at, uuid',
  postgres: 'started_at DESC NULLS LAST, uuid DESC',
} as const;

/** Indexes for the questions asked often: look-up, list, clean-up, and the parts of a rule. */
export const migration: Migration = {
  revision: '3f0c5a7d91e2',
  down: BASELINE,
  message: 'Indexes for look-up, lists, clean-up and rules; MAC addresses in lower case',
  created: '2026-11-21',
  async up(session: Session): Promise<void> {
    const indexes = {
      ix_attributes_name_value: 'attributes (name, value)',
      ix_attributes_node_uuid: 'attributes (node_uuid)',
      ix_nodes_finished_at_started_at: 'nodes (finished_at, started_at)',
      ix_nodes_started_at_uuid: `nodes (${NEWEST_FIRST[session.dialect]})`,
      ix_rule_conditions_rule: 'rule_conditions (rule)',
      ix_rule_actions_rule: 'rule_actions (rule)',
    };
    // Tables that an old server made have rows of another format, which allows no index as long as that of attributes.
    if (session.dialect === 'mysql') await session.run('ALTER TABLE attributes ROW_FORMAT=DYNAMIC');
    for (const [name, on] of Object.entries(indexes)) {
      if (!(await hasIndex(session, name))) await session.run(`CREATE INDEX ${name} ON ${on}`);
    }
    // No look at which need it: MySQL takes both cases for the same.
    await session.run(`UPDATE attributes SET value = LOWER(value) WHERE name = 'mac'`);
  },
};
