import { expect } from 'chai';
import { resolveConfig } from '../../../core/src/config/load.js';
import { openDatabase } from '../../../core/src/db/open-database.js';
import { examineStore } from '../../../core/src/server/doctor/examine-store.js';
import { databaseConfig, warnings } from '../../../core/test/db/database-config.js';
import type { DatabaseServer } from '../servers/database-server.js';

/** What the look at a database server finds out. */
export function doctorSuite(start: () => Promise<DatabaseServer>): void {
  let server: DatabaseServer;
  before(async () => {
    server = await start();
  });
  after(() => server.stop());

  const look = async () => {
    const { checks, store } = await examineStore(
      resolveConfig({ database: { connection: server.url } }),
      '/',
    );
    await store?.close();
    return checks.map(({ name, verdict, text }) => ({ name, verdict, text }));
  };

  it('is what is missing, then revision, size, speed and clock', async () => {
    const [before, ...more] = await look();
    expect(before).to.include({ name: 'database', verdict: 'fault' });
    expect(before?.text).to.match(/^INSP_DB_NOT_UPGRADED: .*inspector dbsync upgrade/);
    expect(more).to.deep.equal([]);
    const database = await openDatabase({
      config: databaseConfig(server.url),
      cwd: '/',
      log: warnings().log,
      upgrade: true,
    });
    await database.close();
    const [usable, clock] = await look();
    expect(usable).to.include({ name: 'database', verdict: 'ok' });
    expect(usable?.text).to.match(/^revision [0-9a-f]{12}, \d+\.\d MiB, answers in \d+\.\d ms$/);
    expect(clock).to.include({ name: 'clock', verdict: 'ok' });
    expect(clock?.text).to.match(
      /^the clock of the database is \d\.\d s (ahead of|behind) that of this machine$/,
    );
  });

  it('is that it is away', async () => {
    await server.kill();
    const [away] = await look().finally(() => server.restart());
    expect(away).to.include({ name: 'database', verdict: 'fault' });
    expect(away?.text).to.match(/^INSP_DB_/);
    expect(away?.text).to.not.include('sp@ec');
  });
}
