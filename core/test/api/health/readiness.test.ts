import { expect } from 'chai';
import { Readiness, ready, type Finding } from '../../../src/api/health/readiness.js';

describe('readiness', () => {
  let now: number;
  let looks: number;
  beforeEach(() => {
    now = 0;
    looks = 0;
  });
  const look = async (): Promise<Finding> => {
    looks++;
    return ready('it answers');
  };
  const states = async (readiness: Readiness) =>
    (await readiness.parts()).map(({ name, state, text }) => [name, state, text]);

  it('is what looks at all parts find, and why they fail', async () => {
    const readiness = new Readiness([
      { name: 'one', look },
      { name: 'two', look: () => Promise.reject(new Error('the disk is gone')) },
    ]);
    expect(await states(readiness)).to.deep.equal([
      ['one', 'ready', 'it answers'],
      ['two', 'not-ready', 'the disk is gone'],
    ]);
  });

  it('waits for no part without end', async () => {
    const readiness = new Readiness(
      [
        { name: 'silent', look: () => new Promise(() => undefined) },
        { name: 'one', look },
      ],
      { limit: 10 },
    );
    expect(await states(readiness)).to.deep.equal([
      ['silent', 'not-ready', 'no answer within 0.01 s'],
      ['one', 'ready', 'it answers'],
    ]);
  });

  it('is looked for once a second, however many ask, and its age is told', async () => {
    const readiness = new Readiness([{ name: 'one', look }], { clock: () => now });
    await Promise.all([readiness.parts(), readiness.parts()]);
    now = 999;
    const [part] = await readiness.parts();
    expect([looks, part && readiness.ageOf(part)]).to.deep.equal([1, 0.999]);
    now = 1000;
    const [fresh] = await readiness.parts();
    expect([looks, fresh && readiness.ageOf(fresh)]).to.deep.equal([2, 0]);
  });
});
