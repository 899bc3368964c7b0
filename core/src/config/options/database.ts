import { flag, integer, text } from '../option.js';

/** The `database` group. */
export const databaseOptions = {
  connection: text(
    'sqlite:///ironic_inspector.sqlite',
    'Connection URL: `sqlite:///relative`, `sqlite:////absolute`, `mysql://…`, `postgresql://…`; driver suffixes are ignored.',
    { secret: true },
  ),
  maxPoolSize: integer(5, 'Connections kept open.', { minimum: 1 }),
  maxOverflow: integer(50, 'Connections opened on top of them under load.', { minimum: 0 }),
  connectionRecycleTime: integer(3600, 'Seconds after which an idle connection is replaced.', { minimum: 1 }),
  maxRetries: integer(10, 'Tries to connect at start; -1 means for ever.', { minimum: -1 }),
  retryInterval: integer(10, 'Seconds between them.', { minimum: 0 }),
  dbMaxRetries: integer(
    20,
    'Retries of a statement after a lost connection or a deadlock; -1 means for ever.',
    { minimum: -1 },
  ),
  dbRetryInterval: integer(1, 'Seconds before the first of them; it doubles up to ten.', { minimum: 0 }),
  statementTimeout: integer(
    60,
    'Seconds after which a statement of a server that does not answer counts as a lost connection; 0: never. Upgrades of the schema have no limit.',
    { minimum: 0 },
  ),
  sqliteSynchronous: flag(
    true,
    'true: what sqlite has acknowledged survives a power cut. false: it does not wait for the disk; a power cut undoes the last seconds of changes, also of those that were acknowledged, but does not damage the database.',
  ),
} as const;
