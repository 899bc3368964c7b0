import { expect } from 'chai';
import { parseConnectionUrl } from '../../src/db/connection-url.js';

const parse = (url: string) => parseConnectionUrl(url, '/srv/inspector');

describe('a database connection URL', () => {
  const files: [string, string | undefined][] = [
    ['sqlite:///ironic_inspector.sqlite', '/srv/inspector/ironic_inspector.sqlite'],
    ['sqlite:///data/db.sqlite?timeout=30', '/srv/inspector/data/db.sqlite'],
    ['sqlite:////var/lib/inspector/db.sqlite', '/var/lib/inspector/db.sqlite'],
    ['sqlite+pysqlite:////srv/with space.sqlite', '/srv/with space.sqlite'],
    ['sqlite:////srv/100%25.sqlite', '/srv/100%25.sqlite'],
    ['sqlite://', undefined],
    ['sqlite:///', undefined],
    ['sqlite:///:memory:', undefined],
  ];
  for (const [url, path] of files) {
    it(`${url} is ${path ?? 'in memory'}`, () => {
      expect(parse(url)).to.deep.equal({ dialect: 'sqlite', path });
    });
  }

  it('says server, user and database', () => {
    const target = parse('mysql+pymysql://inspector:p%40ss%2Fword@db.example:3307/baremetal?charset=utf8');
    expect(target).to.deep.equal({
      dialect: 'mysql',
      host: 'db.example',
      port: 3307,
      username: 'inspector',
      password: 'p@ss/word',
      database: 'baremetal',
      options: new Map([['charset', 'utf8']]),
    });
  });

  const servers: [string, string, Record<string, unknown>][] = [
    ['no port', 'mysql://u:p@h/d', { host: 'h', port: undefined }],
    ['an IPv6 address', 'postgresql://u:p@[2001:db8::1]:5433/d', { host: '2001:db8::1', port: 5433 }],
    ['an IPv6 address without port', 'postgresql://[::1]/d', { host: '::1', port: undefined }],
    ['no user', 'postgresql://h/d', { username: '', password: undefined }],
    ['no password', 'postgresql://u@h/d', { username: 'u', password: undefined }],
    ['no host', 'postgresql:///d?host=/run/postgresql', { host: 'localhost', database: 'd' }],
    ['a slash in the password', 'mysql://u:a/b?c@h/d', { password: 'a/b?c', host: 'h', database: 'd' }],
    ['a colon in the password', 'mysql://u:a:b@h/d', { password: 'a:b' }],
    ['a lone % in the password', 'mysql://u:a%zz%@h/d', { password: 'a%zz%' }],
    ['a % in the name of the database', 'mysql://u:p@h/a%20b', { database: 'a%20b' }],
    ['an @ in an option', 'mysql://h/d?user=a@b', { username: '', host: 'h', database: 'd' }],
    ['a PostgreSQL driver', 'postgresql+psycopg2://u:p@h/d', { dialect: 'postgres' }],
    ['the short PostgreSQL name', 'postgres://u:p@h/d', { dialect: 'postgres' }],
    ['MariaDB by its name', 'mariadb+pymysql://u:p@h/d', { dialect: 'mysql' }],
  ];
  for (const [what, url, wanted] of servers) {
    it(`may have ${what}`, () => {
      expect(parse(url)).to.deep.include(wanted);
    });
  }

  const broken: [string, string][] = [
    ['', 'no `://`'],
    ['inspector.sqlite', 'no `://`'],
    ['oracle://u:secret@h/d', '"oracle", which is no database known'],
    ['sqlite://inspector.sqlite', 'two slashes'],
    ['mysql://u:secret@h', 'names no database'],
    ['mysql://u:secret@h:port/d', 'port'],
    ['mysql://u:secret@h:70000/d', 'port'],
  ];
  for (const [url, part] of broken) {
    it(`is refused as ${JSON.stringify(url)} without showing a password`, () => {
      expect(() => parse(url))
        .to.throw(part)
        .that.satisfies((error: Error & { code: string }) => {
          return error.code === 'INSP_DB_BAD_URL' && !error.message.includes('secret');
        });
    });
  }
});
