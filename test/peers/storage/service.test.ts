import type { UserConfig } from '@inspector/core';
import { randomUUID } from 'node:crypto';
import { largePayloadSuite } from '../../functional/large-payload.suite.js';
import { storedDataSuite } from '../../functional/stored-data.suite.js';
import { describePeer } from '../peer.js';
import type { DatabaseServer } from '../servers/database-server.js';
import { MARIADB_COMMANDS, startMariadb } from '../servers/mariadb.js';
import { POSTGRESQL_COMMANDS, startPostgresql } from '../servers/postgresql.js';
import { startSwift, SWIFT_COMMANDS, type SwiftServer } from '../servers/swift.js';

/** One server for all tests of a suite; each test has a database of its own. */
function inDatabase(start: () => Promise<DatabaseServer>): void {
  let server: DatabaseServer;
  before(async () => {
    server = await start();
  });
  after(() => server.stop());
  let databases = 0;
  const config = async (): Promise<UserConfig> => ({
    database: { connection: await server.create(`service_${++databases}`) },
  });
  storedDataSuite(config);
  largePayloadSuite(config);
}

describePeer('data of a service stored in MariaDB', MARIADB_COMMANDS, function () {
  this.timeout(60_000);
  inDatabase(() => startMariadb());
});

describePeer('data of a service stored in PostgreSQL', POSTGRESQL_COMMANDS, function () {
  this.timeout(60_000);
  inDatabase(() => startPostgresql());
});

describePeer('data of a service stored in Swift', SWIFT_COMMANDS, function () {
  this.timeout(60_000);
  let swift: SwiftServer;
  before(async () => {
    swift = await startSwift();
  });
  after(() => swift.stop());

  describe('by its own interface', () => {
    const config = (): UserConfig => ({
      processing: { storeData: 'swift' },
      swift: {
        ...{ authType: 'tempauth', authUrl: swift.authUrl },
        ...{ username: 'service:inspector', password: 'inspectorpw' },
      },
    });
    storedDataSuite(config);
    largePayloadSuite(config);
  });

  describe('by that of S3', () => {
    const config = (): UserConfig => ({
      processing: { storeData: 's3' },
      plugins: {
        'storage-s3': {
          ...{ endpoint: swift.url, forcePathStyle: true, bucket: `b-${randomUUID()}`, createBucket: true },
          ...{ accessKeyId: 'service:inspector', secretAccessKey: 'inspectorpw' },
        },
      },
    });
    storedDataSuite(config);
    largePayloadSuite(config);
  });
});
