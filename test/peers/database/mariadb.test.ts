import { openDatabase } from '../../../core/src/db/open-database.js';
import { databaseConfig, warnings } from '../../../core/test/db/database-config.js';
import { repositoriesSuite } from '../../../core/test/db/repositories.suite.js';
import { describePeer } from '../peer.js';
import type { DatabaseServer } from '../servers/database-server.js';
import { MARIADB_COMMANDS, startMariadb } from '../servers/mariadb.js';
import { crashSuite } from './crash.suite.js';

describePeer('a database in MariaDB', MARIADB_COMMANDS, function () {
  this.timeout(60_000);
  let server: DatabaseServer;
  before(async () => {
    server = await startMariadb();
  });
  after(() => server.stop());
  repositoriesSuite(
    () => openDatabase({ config: databaseConfig(server.url), cwd: '/', log: warnings().log, upgrade: true }),
    false,
  );
});

describePeer('MariaDB that crashes', MARIADB_COMMANDS, function () {
  this.timeout(60_000);
  crashSuite(() => startMariadb({ fast: false }));
});
