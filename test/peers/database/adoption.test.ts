import { describePeer } from '../peer.js';
import type { DatabaseServer } from '../servers/database-server.js';
import { MARIADB_COMMANDS, startMariadb } from '../servers/mariadb.js';
import { POSTGRESQL_COMMANDS, startPostgresql } from '../servers/postgresql.js';
import { ADOPTION_COMMANDS, adoptionSuite } from './adoption.suite.js';

describePeer('an sqlite database of ironic-inspector', ADOPTION_COMMANDS, function () {
  this.timeout(300_000);
  adoptionSuite();
});

describePeer(
  'a MariaDB database of ironic-inspector',
  [...ADOPTION_COMMANDS, ...MARIADB_COMMANDS],
  function () {
    this.timeout(300_000);
    let server: DatabaseServer;
    before(async () => {
      server = await startMariadb();
    });
    after(() => server.stop());
    adoptionSuite(() => server.create('adopted'));
  },
);

describePeer(
  'a PostgreSQL database of ironic-inspector',
  [...ADOPTION_COMMANDS, ...POSTGRESQL_COMMANDS],
  function () {
    this.timeout(300_000);
    let server: DatabaseServer;
    before(async () => {
      server = await startPostgresql();
    });
    after(() => server.stop());
    adoptionSuite(() => server.create('adopted'));
  },
);
