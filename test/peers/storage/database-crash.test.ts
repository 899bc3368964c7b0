import { createContext } from '@inspector/test-kit';
import type { StorageBackend } from '@inspector/plugin-api';
import { expect } from 'chai';
import { openDatabase } from '../../../core/src/db/open-database.js';
import type { Database } from '../../../core/src/db/types.js';
import { databaseConfig, warnings } from '../../../core/test/db/database-config.js';
import { freshRecord } from '../../../core/test/db/fresh-record.js';
import { rejection } from '../../mocha/rejection.js';
import definition from '../../../plugins/storage-database/src/index.js';
import { describePeer } from '../peer.js';
import type { DatabaseServer } from '../servers/database-server.js';
import { MARIADB_COMMANDS, startMariadb } from '../servers/mariadb.js';

const NODES = 20;
const BLOB = 'x'.repeat(200_000);

describePeer('data in a MariaDB that crashes', MARIADB_COMMANDS, function () {
  this.timeout(60_000);
  let server: DatabaseServer;
  let db: Database;
  let storage: StorageBackend;
  before(async () => {
    server = await startMariadb({ fast: false });
  });
  afterEach(() => db.close());
  after(() => server.stop());

  const open = async (dbMaxRetries: number): Promise<void> => {
    const config = databaseConfig(server.url, { dbMaxRetries, dbRetryInterval: 1 });
    db = await openDatabase({ config, cwd: '/', log: warnings().log, upgrade: true });
    const { introspectionData } = db;
    storage = await definition.setup(createContext(definition, { introspectionData }));
  };
  const record = async (): Promise<string> => {
    const fresh = freshRecord();
    await db.records.replace(fresh, undefined);
    return fresh.uuid;
  };
  const text = (uuid: string, processed: boolean): string => JSON.stringify({ uuid, processed, BLOB });

  it('are all there when it was killed and started again in the middle of saves', async () => {
    await open(20);
    const uuids = await Promise.all(Array.from({ length: NODES }, record));
    let saved = 0;
    let restarted: Promise<void> | undefined;
    const save = async (uuid: string): Promise<void> => {
      for (const processed of [false, true]) {
        await storage.save(uuid, text(uuid, processed), processed);
        if (++saved === NODES / 2) restarted = server.kill().then(() => server.restart());
      }
    };
    await Promise.all(uuids.map(save));
    await restarted;
    expect(restarted).to.not.equal(undefined);
    for (const uuid of uuids) {
      for (const processed of [false, true]) {
        expect((await storage.get(uuid, processed)) === text(uuid, processed)).to.equal(true);
      }
    }
  });

  it('are refused with the node and the reason while it is down', async () => {
    await open(0);
    const uuid = await record();
    await storage.save(uuid, '{}', true);
    await server.kill();
    const failures = [
      ['read for node', await rejection(storage.get(uuid, true))],
      ['stored for node', await rejection(storage.save(uuid, '{}', true))],
    ] as const;
    for (const [what, error] of failures) {
      expect(error).to.include({ code: 'INSP_STORAGE_FAILED', status: 503 });
      expect(error.message).to.include(`Introspection data cannot be ${what} ${uuid}: `);
      expect(error.message).to.include('127.0.0.1').and.not.include('tor@');
    }
    await server.restart();
    expect(await storage.get(uuid, true)).to.equal('{}');
  });
});
