import { forUpdate } from './dialect.js';
import type { Session, Store } from './session.js';

/** More leases than a process gives between two starts. */
const DISTANCE = 2 ** 32;

/** Where fences begin. */
export interface FenceRepository {
  /**
   * The number to add to the fences of a coordinator, so that all of them are greater than any the database has seen.
   * Whoever names the same realm gets the same number, until another realm comes or a coordinator without one.
   *
   * @param realm - what counts the fences; undefined: they begin anew with every start
   */
  begin(realm: string | undefined): Promise<number>;
}

const REALM = 'fence:';

async function numberOf(session: Session, sql: string, parameters: readonly string[] = []): Promise<number> {
  const [row] = await session.all(sql, parameters);
  return Number(row?.['value'] ?? 0);
}

async function begin(session: Session, realm: string | undefined): Promise<number> {
  const counter = 'SELECT value FROM inspector_counters WHERE name = ?';
  const last = await numberOf(session, counter + forUpdate(session.dialect), ['fence']);
  const known = realm === undefined ? 0 : await numberOf(session, counter, [REALM + realm]);
  if (known > 0) return known;
  const seen = await numberOf(session, 'SELECT MAX(inspector_fence) AS value FROM nodes');
  const base = Math.max(last, seen) + DISTANCE;
  await session.run(`UPDATE inspector_counters SET value = ? WHERE name = 'fence'`, [base]);
  await session.run('DELETE FROM inspector_counters WHERE name LIKE ?', [`${REALM}%`]);
  if (realm !== undefined) {
    await session.run('INSERT INTO inspector_counters (name, value) VALUES (?, ?)', [REALM + realm, base]);
  }
  return base;
}

/** The counter `fence` of the database. */
export function fenceRepository(store: Store): FenceRepository {
  return { begin: (realm) => store.transaction((session) => begin(session, realm)) };
}
