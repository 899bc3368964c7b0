import { expect } from 'chai';
import { failureKind, withRetries } from '../../src/db/retry.js';

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code });
const numbered = (errno: number) => Object.assign(new Error('x'), { errno });
const policy = { maxRetries: 3, interval: 0 };

describe('trying again', () => {
  const kinds: [string, unknown, string][] = [
    ['a MySQL deadlock', numbered(1213), 'conflict'],
    ['a MySQL lock wait timeout', numbered(1205), 'conflict'],
    ['a PostgreSQL serialisation failure', coded('40001'), 'conflict'],
    ['a PostgreSQL deadlock', coded('40P01'), 'conflict'],
    ['a reset connection', coded('ECONNRESET'), 'lost'],
    [
      'a refused connection, wrapped',
      Object.assign(new Error('x'), { parent: coded('ECONNREFUSED') }),
      'lost',
    ],
    ['a loss inside a migration', new Error('x', { cause: coded('57P01') }), 'lost'],
    ['a PostgreSQL connection exception', coded('08006'), 'lost'],
    ['a server that starts', coded('57P03'), 'lost'],
    ['a loss in words', new Error('Connection terminated unexpectedly'), 'lost'],
    ['a server that does not answer', coded('ETIMEDOUT'), 'lost'],
    ['a wrong password', coded('ER_ACCESS_DENIED_ERROR'), 'final'],
    ['a syntax error', coded('42601'), 'final'],
    ['a duplicate key', numbered(1062), 'final'],
    ['something thrown that is no error', 'x', 'final'],
  ];
  for (const [what, error, kind] of kinds) {
    it(`takes ${what} for ${kind}`, () => {
      expect(failureKind(error)).to.equal(kind);
    });
  }

  it('repeats the work until it succeeds', async () => {
    const told: boolean[] = [];
    const result = await withRetries(policy, (uncertain) => {
      told.push(uncertain);
      if (told.length === 1) return Promise.reject(numbered(1213));
      if (told.length === 2) return Promise.reject(coded('ECONNRESET'));
      return Promise.resolve('done');
    });
    expect(result).to.equal('done');
    expect(told, 'only a lost connection leaves it open what happened').to.deep.equal([false, false, true]);
  });

  it('gives up after the retries allowed', async () => {
    let tries = 0;
    const error = coded('ECONNRESET');
    const failed = await withRetries(policy, () => {
      tries += 1;
      return Promise.reject(error);
    }).catch((reason: unknown) => reason);
    expect(failed).to.equal(error);
    expect(tries).to.equal(4);
  });

  it('does not give up when the retries have no limit', async () => {
    let tries = 0;
    const result = await withRetries({ maxRetries: -1, interval: 0 }, () => {
      tries += 1;
      return tries < 50 ? Promise.reject(coded('ECONNRESET')) : Promise.resolve('done');
    });
    expect([result, tries]).to.deep.equal(['done', 50]);
  });

  it('does not repeat what cannot get better', async () => {
    let tries = 0;
    const failed = await withRetries(policy, () => {
      tries += 1;
      return Promise.reject(new Error('no'));
    }).catch((reason: unknown) => reason);
    expect(failed).to.have.property('message', 'no');
    expect(tries).to.equal(1);
  });
});
