import { expect } from 'chai';
import { warnings } from '../../../core/test/db/database-config.js';
import { freshRecord } from '../../../core/test/db/fresh-record.js';
import { rejection } from '../../mocha/rejection.js';
import { describePeer } from '../peer.js';
import { MARIADB_COMMANDS, startMariadb } from '../servers/mariadb.js';
import { serverBackupSuite } from './backup.suite.js';
import { busySuite } from './busy.suite.js';
import { claimSuite } from './claim.suite.js';
import { crashSuite } from './crash.suite.js';
import { doctorSuite } from './doctor.suite.js';
import { lostAnswerSuite } from './lost-answer.suite.js';
import { outageSuite } from './outage.suite.js';
import { openOn, serverSuite } from './server.suite.js';
import { stolenLeasesSuite } from '../../../core/test/conductor/stolen-leases/suite.js';
import type { DatabaseServer } from '../servers/database-server.js';

describePeer('a database in MariaDB', MARIADB_COMMANDS, function () {
  this.timeout(60_000);
  serverSuite(() => startMariadb(), false);
});

describePeer('MariaDB with much to do', MARIADB_COMMANDS, function () {
  this.timeout(60_000);
  busySuite(() => startMariadb());
});

describePeer('MariaDB that crashes', MARIADB_COMMANDS, function () {
  this.timeout(60_000);
  crashSuite(() => startMariadb({ fast: false }));
});

describePeer('the look of the doctor at MariaDB', MARIADB_COMMANDS, function () {
  this.timeout(60_000);
  doctorSuite(() => startMariadb());
});

describePeer('a second service on MariaDB', MARIADB_COMMANDS, function () {
  this.timeout(60_000);
  claimSuite(
    () => startMariadb(),
    async (session) => {
      const [row] = await session.all("SELECT IS_USED_LOCK(CONCAT('inspector.', MD5(DATABASE()))) AS id");
      await session.run(`KILL ${Number(row?.['id'])}`);
    },
  );
});

describePeer('MariaDB whose answer is lost', MARIADB_COMMANDS, function () {
  this.timeout(60_000);
  lostAnswerSuite(() => startMariadb(), 'COMMIT');
});

describePeer('an outage of MariaDB', MARIADB_COMMANDS, function () {
  this.timeout(60_000);
  outageSuite(() => startMariadb());
});

describePeer('MariaDB with its own limit on packets', MARIADB_COMMANDS, function () {
  this.timeout(60_000);

  it('is warned of at start, and refuses longer documents with the setting to change', async () => {
    const server = await startMariadb({ args: ['--max-allowed-packet=16M'] });
    const { log, messages } = warnings();
    const db = await openOn(server.url, log);
    const fresh = freshRecord();
    await db.records.replace(fresh, undefined);
    const saved = db.introspectionData.save(fresh.uuid, 'x'.repeat(16 * 1024 * 1024), true);
    const error = await rejection(saved);
    expect(error.code).to.equal('INSP_STORAGE_FAILED');
    expect(error.message).to.include('max_allowed_packet');
    expect(messages.join()).to.include('max_allowed_packet = 64M');
    await db.introspectionData.save(fresh.uuid, 'x'.repeat(16 * 1024 * 1024 - 5000), true);
    const option = db.records.setOption(fresh.uuid, 'long', 'x'.repeat(20 * 1024 * 1024), 0);
    expect((await rejection(option)).code, 'at once, not as a lost connection').to.equal('INSP_DB_TOO_LONG');
    await db.close();
    await server.stop();
  });
});

describePeer('a MariaDB whose tables were made long ago', MARIADB_COMMANDS, function () {
  this.timeout(60_000);

  it('gets its indexes although rows have the format of then', async () => {
    const server = await startMariadb({ args: ['--innodb-default-row-format=compact'] });
    const db = await openOn(server.url);
    const attributes = [{ name: 'label', value: '🚀'.repeat(255) }];
    await db.records.replace(freshRecord({ attributes }), undefined);
    expect(await db.records.findByAttributes(attributes)).to.have.length(1);
    await db.close();
    await server.stop();
  });
});

describePeer('two processes on MariaDB', MARIADB_COMMANDS, function () {
  this.timeout(120_000);
  let server: DatabaseServer;
  before(async () => {
    server = await startMariadb();
  });
  after(() => server.stop());

  stolenLeasesSuite(
    () => server.url,
    () => openOn(server.url),
    300,
  );
});

describePeer('a backup of MariaDB', MARIADB_COMMANDS, function () {
  this.timeout(120_000);
  serverBackupSuite(() => startMariadb());
});
