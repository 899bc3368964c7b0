import type { Store } from './session.js';

/** What a database says of itself. */
export interface DatabaseMeasures {
  /** Bytes on its disk; undefined: it does not say. */
  readonly bytes: number | undefined;
  /** Milliseconds that one question takes, there and back. */
  readonly roundTrip: number;
  /** Seconds that its clock is ahead of ours, negative where it is behind; undefined: it has no clock of its own. */
  readonly ahead: number | undefined;
}

const SIZES = {
  sqlite: 'SELECT page_count * page_size AS size FROM pragma_page_count(), pragma_page_size()',
  mysql:
    'SELECT SUM(data_length + index_length) AS size FROM information_schema.tables WHERE table_schema = DATABASE()',
  postgres: 'SELECT pg_database_size(current_database()) AS size',
} as const;

const CLOCKS = {
  mysql: 'SELECT UNIX_TIMESTAMP(NOW(6)) AS seconds',
  postgres: 'SELECT extract(epoch FROM clock_timestamp()) AS seconds',
} as const;

/** Asks a database about its size, its clock and how fast it answers. */
export async function measureDatabase(store: Store): Promise<DatabaseMeasures> {
  const { dialect } = store;
  const number = async (sql: string, column: string): Promise<number | undefined> => {
    const [row] = await store.read((session) => session.all(sql));
    const value = Number(row?.[column] ?? Number.NaN);
    return Number.isNaN(value) ? undefined : value;
  };
  const bytes = await number(SIZES[dialect], 'size');
  const begun = performance.now();
  await store.read((session) => session.all('SELECT 1 AS one'));
  const roundTrip = performance.now() - begun;
  if (dialect === 'sqlite') return { bytes, roundTrip, ahead: undefined };
  const before = Date.now();
  const seconds = await number(CLOCKS[dialect], 'seconds');
  const middle = (before + Date.now()) / 2000;
  return { bytes, roundTrip, ahead: seconds === undefined ? undefined : seconds - middle };
}
