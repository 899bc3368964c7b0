import { expect } from 'chai';
import { isEnded, scriptOf, transactionOf } from '../../src/db/mysql-script.js';

const LIMIT = 16 * 1024 * 1024;

describe('a batch as one text for MySQL', () => {
  it('begins a transaction, looks at what the first statement did, and commits at its end', () => {
    const statements = transactionOf([{ sql: 'UPDATE a', parameters: [1] }, { sql: 'INSERT b' }]);
    expect(statements.map(({ sql }) => sql.split(' ')[0])).to.deep.equal([
      ...['BEGIN', 'UPDATE', 'SET', 'INSERT', 'COMMIT'],
    ]);
  });

  it('has the values of all statements in their order', () => {
    const script = scriptOf(
      [{ sql: 'A ?, ?', parameters: ['x', null] }, { sql: 'B' }, { sql: 'C ?', parameters: [true] }],
      LIMIT,
    );
    expect(script).to.deep.equal({ sql: 'A ?, ?;\nB;\nC ?', parameters: ['x', null, true] });
  });

  it('is not made of long texts or bytes, or of more than the server takes', () => {
    const script = (value: string | Buffer, longest = LIMIT) =>
      scriptOf([{ sql: 'A ?', parameters: [value] }], longest);
    expect(script('x'.repeat(100_000))).to.be.an('object');
    expect(script('x'.repeat(200_000))).to.equal(undefined);
    expect(script(Buffer.alloc(200_000))).to.be.an('object');
    expect(script(Buffer.alloc(300_000))).to.equal(undefined);
    expect(script('x'.repeat(400), 1000)).to.equal(undefined);
  });

  it('has ended where the server says that a subquery has more than one row', () => {
    expect(isEnded(Object.assign(new Error('x'), { errno: 1242 }))).to.equal(true);
    for (const error of [Object.assign(new Error('x'), { errno: 1062 }), new Error('x'), null, undefined])
      expect(isEnded(error)).to.equal(false);
  });
});
