import { setImmediate as turn } from 'node:timers/promises';
import { hashSync } from 'bcryptjs';
import { expect } from 'chai';
import { PasswordChecks } from '../../../src/access/basic/password-checks.js';

const COST = 4;
const digest = hashSync('right', COST);
const users = new Map([
  ['me', digest],
  ['apache', `$2y$${hashSync('right', COST).slice(4)}`],
]);

describe('passwords', () => {
  let now = 0;
  let checks: PasswordChecks;
  beforeEach(() => {
    checks = new PasswordChecks(() => now);
  });
  afterEach(() => checks.stop());
  const isRight = (user: string, password: string, known = users) =>
    checks.areRight({ user, password }, known);

  it('are compared with the digest of the user, of every variant', async () => {
    expect(await isRight('me', 'right')).to.equal(true);
    expect(await isRight('apache', 'right')).to.equal(true);
    expect(await isRight('me', 'wrong')).to.equal(false);
    expect(await isRight('nobody', 'right')).to.equal(false);
  });

  it('are refused where bcrypt would cut them', async () => {
    const long = 'x'.repeat(80);
    const known = new Map([['me', hashSync(long, COST)]]);
    expect(await isRight('me', long, known)).to.equal(false);
    expect(await isRight('me', 'right\0more')).to.equal(false);
    expect(await isRight('me', 'ä'.repeat(37))).to.equal(false);
  });

  it('are remembered for a minute when they are right, until the digest changes', async () => {
    expect(await isRight('me', 'right')).to.equal(true);
    // Remembered, it needs no thread.
    await checks.stop();
    expect(await isRight('me', 'right')).to.equal(true);
    const changed = new Map([['me', hashSync('other', COST)]]);
    expect(await isRight('me', 'right', changed)).to.equal(false);
    now += 60_001;
    expect(await isRight('me', 'right')).to.equal(true);
  });

  it('do not keep the event loop waiting', async () => {
    const slow = new Map([['me', hashSync('right', 9)]]);
    let turns = 0;
    let done = false;
    const checking = isRight('me', 'wrong', slow).finally(() => (done = true));
    while (!done) {
      await turn();
      turns++;
    }
    expect(await checking).to.equal(false);
    expect(turns).to.be.above(20);
  });

  it('are turned away where too many wait, and those that wait are answered', async () => {
    const all = Array.from({ length: 200 }, (_, index) => isRight('me', `wrong ${index}`));
    const ends = await Promise.allSettled(all);
    const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
    expect(refused.length).to.be.within(100, 140);
    for (const error of refused) expect(error).to.include({ code: 'INSP_BUSY', status: 503 });
    expect(ends[0]).to.deep.equal({ status: 'fulfilled', value: false });
  });
});
