import { createRequire } from 'node:module';
import type * as Mysql from 'mysql2';
import type * as Postgres from 'pg';

const require = createRequire(import.meta.url);

/**
 * The driver of a dialect, for Sequelize. Sequelize listens for errors of a connection a moment after it is there. A server that
 * ends just then would end this process, too: in Node.js an error that nobody listens for does. The next statement of such a
 * connection fails, and says why.
 */
export const driverOf = (dialect: 'mysql' | 'postgres'): object =>
  dialect === 'mysql' ? mysqlDriver() : postgresDriver();

function mysqlDriver(): object {
  const driver = require('mysql2') as typeof Mysql;
  return {
    createConnection: (options: Mysql.ConnectionOptions): Mysql.Connection =>
      driver.createConnection(options).on('error', () => undefined),
  };
}

function postgresDriver(): object {
  const driver = require('pg') as typeof Postgres;
  class Client extends driver.Client {
    constructor(config?: string | Postgres.ClientConfig) {
      super(config);
      this.on('error', () => undefined);
    }
  }
  return { ...driver, Client };
}
