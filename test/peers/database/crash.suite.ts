import { expect } from 'chai';
import { openDatabase } from '../../../core/src/db/open-database.js';
import type { Database } from '../../../core/src/db/types.js';
import { databaseConfig, warnings } from '../../../core/test/db/database-config.js';
import { changeRecord, freshRecord } from '../../../core/test/db/fresh-record.js';
import { rejection } from '../../mocha/rejection.js';
import type { DatabaseServer } from '../servers/database-server.js';

const NODES = 12;
const PATH = ['starting', 'waiting', 'processing', 'finished'] as const;

/** Takes one node through an introspection, and answers the data saved last. */
async function introspect(db: Database, progress: () => void): Promise<{ uuid: string; data: string }> {
  const fresh = freshRecord({ attributes: [{ name: 'bmc_address', value: '192.0.2.1' }] });
  await db.records.replace(fresh, undefined);
  progress();
  let data = '';
  for (const [index, from] of PATH.slice(0, -1).entries()) {
    data = JSON.stringify({ uuid: fresh.uuid, index });
    await db.introspectionData.save(fresh.uuid, data, false);
    const forget = index === PATH.length - 2;
    await changeRecord(db, fresh.uuid, from, { state: PATH[index + 1] ?? 'error' }, { forget });
    progress();
  }
  return { uuid: fresh.uuid, data };
}

/** What a server that is killed must not cost. */
export function crashSuite(start: () => Promise<DatabaseServer>): void {
  let server: DatabaseServer;
  let db: Database;
  const open = async (retries: number): Promise<Database> => {
    const config = databaseConfig(server.url, { dbMaxRetries: retries, dbRetryInterval: 1 });
    return openDatabase({ config, cwd: '/', log: warnings().log, upgrade: true });
  };
  before(async () => {
    server = await start();
  });
  afterEach(() => db.close());
  after(() => server.stop());

  it('loses nothing when the server is killed and started again in the middle of work', async () => {
    db = await open(20);
    let steps = 0;
    let restarted: Promise<void> | undefined;
    const progress = (): void => {
      steps += 1;
      if (steps === NODES * 2) restarted = server.kill().then(() => server.restart());
    };
    const done = await Promise.all(Array.from({ length: NODES }, () => introspect(db, progress)));
    await restarted;
    expect(steps).to.equal(NODES * 4);
    for (const { uuid, data } of done) {
      expect(await db.records.get(uuid)).to.include({ state: 'finished' });
      expect(await db.introspectionData.get(uuid, false)).to.equal(data);
    }
    expect(await db.records.findByAttributes([{ name: 'bmc_address', value: '192.0.2.1' }])).to.deep.equal(
      [],
    );
  });

  it('says that the database cannot be reached while it is down, and works again afterwards', async () => {
    db = await open(0);
    const { uuid } = await introspect(db, () => undefined);
    await server.kill();
    expect((await rejection(db.records.get(uuid))).code).to.equal('INSP_DB_UNREACHABLE');
    const change = changeRecord(db, uuid, 'finished', { state: 'starting' }, { forget: true });
    expect((await rejection(change)).code).to.equal('INSP_DB_UNREACHABLE');
    await server.restart();
    expect(await db.records.get(uuid)).to.include({ uuid, state: 'finished' });
  });

  it('says at start where no server answers', async () => {
    db = await open(0);
    await server.kill();
    const error = await rejection(open(0));
    expect(error.code).to.equal('INSP_DB_UNREACHABLE');
    expect(error.message)
      .to.include('127.0.0.1')
      .and.not.match(/:[^/@]+@/);
    await server.restart();
  });
}
