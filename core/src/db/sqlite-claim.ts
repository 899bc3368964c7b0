import type sqlite3 from 'sqlite3';
import { InspectorError, thrownText } from '@inspector/plugin-api';
import type { DatabaseClaim } from './database-claim.js';
import { sqliteDriver } from './sqlite-driver.js';

/** Seconds another service that is just ending gets to do so. */
const PATIENCE = 1;

const open = ({ Database }: typeof sqlite3, file: string): Promise<sqlite3.Database> =>
  new Promise((resolve, reject) => {
    const driver = new Database(file, (error) => (error ? reject(error) : resolve(driver)));
  });
const execute = (driver: sqlite3.Database, sql: string): Promise<void> =>
  new Promise((resolve, reject) => {
    driver.exec(sql, (error) => (error ? reject(error) : resolve()));
  });
const close = (driver: sqlite3.Database): Promise<void> =>
  new Promise((resolve, reject) => {
    driver.close((error) => (error ? reject(error) : resolve()));
  });

/**
 * Claims an sqlite file by a transaction that stays open on an empty database beside it, `<file>-owner`. The lock
 * behind it is the operating system's: it ends with the process, and nobody who works on the file itself meets it.
 *
 * @param path - real path of the database file
 * @param patienceSeconds - how long to wait for another service
 */
export async function claimSqlite(path: string, patienceSeconds = PATIENCE): Promise<DatabaseClaim> {
  const file = `${path}-owner`;
  const sqlite = sqliteDriver();
  let driver: sqlite3.Database | undefined;
  try {
    driver = await open(sqlite, file);
    driver.configure('busyTimeout', patienceSeconds * 1000);
    await execute(driver, 'BEGIN EXCLUSIVE');
  } catch (cause) {
    if (driver) await close(driver);
    const text = thrownText(cause);
    if (!text.includes('SQLITE_BUSY')) {
      throw new InspectorError('INSP_DB_UNREACHABLE', `The lock file ${file} cannot be used: ${text}`, {
        cause,
      });
    }
    throw new InspectorError(
      'INSP_DB_IN_USE',
      `Another Inspector service works on the database ${path}. Stop it, or give this one a database of its own.`,
      { cause },
    );
  }
  const held = driver;
  return { release: () => close(held) };
}
