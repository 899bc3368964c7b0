import { expect } from 'chai';
import { parseConnectionUrl, type ServerTarget } from '../../src/db/connection-url.js';
import { serverOptions } from '../../src/db/server-options.js';
import { databaseConfig } from './database-config.js';

const optionsOf = (url: string) =>
  serverOptions(parseConnectionUrl(url, '/') as ServerTarget, databaseConfig(url));

describe('options after the ? of a connection URL', () => {
  it('lead to the socket of PostgreSQL, whose name has the port in it', () => {
    expect(optionsOf('postgresql:///d?host=/run/postgresql&port=5433')).to.include({
      host: '/run/postgresql',
      port: 5433,
    });
    expect(optionsOf('postgresql://h:5434/d?port=5433')).to.include({ host: 'h', port: 5434 });
    expect(optionsOf('postgresql://h/d?port=x')).not.to.have.property('port');
  });

  it('lead to the socket of MySQL', () => {
    const { dialectOptions } = optionsOf('mysql+pymysql://u@localhost/d?unix_socket=/run/mysqld.sock');
    expect(dialectOptions).to.include({ socketPath: '/run/mysqld.sock' });
  });

  it('name the certificate that cannot be read', () => {
    for (const url of [
      'mysql://h/d?ssl_ca=/nowhere/ca',
      'postgresql://h/d?sslmode=require&sslkey=/nowhere/key',
    ]) {
      expect(() => optionsOf(url))
        .to.throw(/^The file of (ssl_ca|sslkey) in database.connection, .*: there is no such file/)
        .with.property('code', 'INSP_DB_BAD_URL');
    }
  });
});
