import { expect } from 'chai';
import { describedFault, faultOf } from '../../src/db/faults.js';

const failure = (fields: object): Error => Object.assign(new Error('the words of the driver'), fields);

describe('a failure of a database', () => {
  const cases: [string, object, string | undefined][] = [
    ['a read-only file', { code: 'SQLITE_READONLY', errno: 8 }, 'INSP_DB_READ_ONLY'],
    ['a full disk of sqlite', { code: 'SQLITE_FULL', errno: 13 }, 'INSP_DB_FULL'],
    ['a broken disk', { code: 'SQLITE_IOERR', errno: 10 }, 'INSP_DB_FAILED'],
    ['a damaged file', { code: 'SQLITE_CORRUPT', errno: 11 }, 'INSP_DB_FAILED'],
    ['a row that is there', { code: 'SQLITE_CONSTRAINT', errno: 19 }, undefined],
    [
      'a read-only MariaDB',
      { code: 'ER_OPTION_PREVENTS_STATEMENT', errno: 1290, sqlState: 'HY000' },
      'INSP_DB_READ_ONLY',
    ],
    [
      'a user without rights',
      { code: 'ER_TABLEACCESS_DENIED_ERROR', errno: 1142, sqlState: '42000' },
      'INSP_DB_READ_ONLY',
    ],
    ['a full disk of MariaDB', { code: 'ER_DISK_FULL', errno: 1021, sqlState: 'HY000' }, 'INSP_DB_FULL'],
    ['a duplicate of MariaDB', { code: 'ER_DUP_ENTRY', errno: 1062, sqlState: '23000' }, undefined],
    ['a PostgreSQL that follows', { code: '25006' }, 'INSP_DB_READ_ONLY'],
    ['a full disk of PostgreSQL', { code: '53100' }, 'INSP_DB_FULL'],
    ['a duplicate of PostgreSQL', { code: '23505' }, undefined],
    ['a file of another kind', { code: 'ENOENT', errno: -2 }, undefined],
  ];
  for (const [what, fields, code] of cases) {
    it(`${code === undefined ? 'stays as it is' : `is ${code}`}: ${what}`, () => {
      const error = failure(fields);
      expect(faultOf(error)).to.equal(code);
      const described = describedFault(error, '/var/lib/x.sqlite', () => 'Repair it.');
      if (code === undefined) expect(described).to.equal(error);
      else {
        expect(described).to.include({ code, status: 503, cause: error });
        expect((described as Error).message).to.match(
          /^The database \/var\/lib\/x\.sqlite .*the words of the driver.*\. [A-Z].*\.$/,
        );
      }
    });
  }
});
