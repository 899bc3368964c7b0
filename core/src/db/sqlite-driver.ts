import { createRequire } from 'node:module';
import type sqlite3 from 'sqlite3';
import { InspectorError, thrownText } from '@inspector/plugin-api';

const require = createRequire(import.meta.url);

/**
 * The sqlite driver. Its library is compiled when it is installed, which some package managers do only where they are told to.
 *
 * @throws `INSP_DB_FAILED` where the library is not there, or is for another Node
 */
export function sqliteDriver(): typeof sqlite3 {
  try {
    return require('sqlite3') as typeof sqlite3;
  } catch (error) {
    throw new InspectorError(
      'INSP_DB_FAILED',
      `The sqlite driver cannot be loaded: its library is not built for this Node.js (${thrownText(error).split('\n')[0] ?? ''}). ` +
        'Build it (npm rebuild sqlite3; with pnpm: pnpm approve-builds, then pnpm rebuild sqlite3), or name another database in database.connection.',
      { cause: error },
    );
  }
}
