import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { createInspector } from '@inspector/core';
import { expect } from 'chai';
import { pino } from 'pino';
import { openStore } from '../../../core/src/db/open-store.js';
import { compareSchema } from '../../../core/src/db/schema-difference.js';
import { databaseConfig, warnings } from '../../../core/test/db/database-config.js';
import { run } from '../servers/run.js';
import { expectSame, readEverything } from './everything.js';
import { IRONIC_INSPECTOR_PROGRAMS, startIronicInspector } from '../servers/ironic-inspector.js';

/** The programs {@link adoptionSuite} needs. */
export const ADOPTION_COMMANDS = ['/usr/bin/python3', ...IRONIC_INSPECTOR_PROGRAMS] as const;

/** The program that fills a database through the code of ironic-inspector; it takes its configuration file. */
export const FILL = fileURLToPath(new URL('fill.py', import.meta.url));
/** Nobody listens there; reading needs no bare metal service. */
const NO_IRONIC = 'http://127.0.0.1:9';

async function storedMacs(url: string): Promise<string[]> {
  const store = await openStore({
    config: databaseConfig(url),
    cwd: '/',
    log: warnings().log,
    create: false,
  });
  const sql = `SELECT value FROM attributes WHERE name = 'mac' ORDER BY value`;
  const rows = await store.read((session) => session.all(sql));
  await store.close();
  return rows.map(({ value }) => String(value));
}

/**
 * A database that ironic-inspector made and filled is taken over, and can still be used by it.
 *
 * @param connection makes an empty database; undefined: the service makes an sqlite file
 */
export function adoptionSuite(connection?: () => Promise<string>): void {
  it('shows through the API what ironic-inspector showed, and so does ironic-inspector afterwards', async () => {
    const given = await connection?.();
    const options = { DEFAULT: { clean_up_period: '0' } };
    const database = given === undefined ? {} : { database: given };
    const old = await startIronicInspector({ ironicUrl: NO_IRONIC, options, ...database });
    try {
      await run('/usr/bin/python3', [FILL, join(old.folder, 'inspector.conf')], { cwd: old.folder });
      const before = await readEverything(old.url);
      expect(before.size).to.equal(1 + 50 * 3 + 2 + 1 + 20);
      await old.stop();

      const url = given ?? `sqlite:///${join(old.folder, 'inspector.sqlite')}`;
      const inspector = await createInspector({
        config: {
          listenAddress: '127.0.0.1',
          listenPort: 0,
          cleanUpPeriod: 0,
          database: { connection: url },
          ironic: { authType: 'none', endpointOverride: NO_IRONIC },
        },
        cwd: old.folder,
        log: pino({ level: 'silent' }),
        upgradeDatabase: true,
      });
      try {
        expectSame(await readEverything(inspector.url), before);
        expect(await compareSchema(databaseConfig(url), '/')).to.deep.equal([]);
        const macs = await storedMacs(url);
        expect(macs)
          .to.have.length(16)
          .and.deep.equal(macs.map((mac) => mac.toLowerCase()));
      } finally {
        await inspector.close();
      }
      const again = await startIronicInspector({ ironicUrl: NO_IRONIC, options, database: url });
      try {
        expectSame(await readEverything(again.url), before);
      } finally {
        await again.remove();
      }
    } finally {
      await old.remove();
    }
  });
}
