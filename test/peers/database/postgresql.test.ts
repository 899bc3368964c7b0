import { describePeer } from '../peer.js';
import { POSTGRESQL_COMMANDS, startPostgresql } from '../servers/postgresql.js';
import { serverBackupSuite } from './backup.suite.js';
import { claimSuite } from './claim.suite.js';
import { crashSuite } from './crash.suite.js';
import { doctorSuite } from './doctor.suite.js';
import { lostAnswerSuite } from './lost-answer.suite.js';
import { LONG } from '../../functional/outage/cells.js';
import { outageSuite } from './outage.suite.js';
import { openOn, serverSuite } from './server.suite.js';
import { stolenLeasesSuite } from '../../../core/test/conductor/stolen-leases/suite.js';
import type { DatabaseServer } from '../servers/database-server.js';

describePeer('a database in PostgreSQL', POSTGRESQL_COMMANDS, function () {
  this.timeout(60_000);
  serverSuite(() => startPostgresql(), true);
});

describePeer('PostgreSQL that crashes', POSTGRESQL_COMMANDS, function () {
  this.timeout(60_000);
  crashSuite(() => startPostgresql({ fast: false }));
});

describePeer('the look of the doctor at PostgreSQL', POSTGRESQL_COMMANDS, function () {
  this.timeout(60_000);
  doctorSuite(() => startPostgresql());
});

describePeer('a second service on PostgreSQL', POSTGRESQL_COMMANDS, function () {
  this.timeout(60_000);
  claimSuite(
    () => startPostgresql(),
    async (session) => {
      await session.all(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted",
      );
    },
  );
});

if (LONG) {
  describePeer('an outage of PostgreSQL', POSTGRESQL_COMMANDS, function () {
    this.timeout(60_000);
    outageSuite(() => startPostgresql());
  });
}

describePeer('PostgreSQL whose answer is lost', POSTGRESQL_COMMANDS, function () {
  this.timeout(60_000);
  lostAnswerSuite(() => startPostgresql(), 'UPDATE nodes');
});

describePeer('two processes on PostgreSQL', POSTGRESQL_COMMANDS, function () {
  this.timeout(120_000);
  let server: DatabaseServer;
  before(async () => {
    server = await startPostgresql();
  });
  after(() => server.stop());

  stolenLeasesSuite(
    () => server.url,
    () => openOn(server.url),
    300,
  );
});

describePeer('a backup of PostgreSQL', POSTGRESQL_COMMANDS, function () {
  this.timeout(120_000);
  serverBackupSuite(() => startPostgresql());
});
