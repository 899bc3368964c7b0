import { expect } from 'chai';
import type { RuleRepository } from '../../src/db/types.js';
import { withRememberedVersion } from '../../src/rules/remembered-version.js';

describe('The remembered version of rules', () => {
  let stored: number;
  let asked: number;
  let time: number;
  /** What the database does before it returns a version. */
  let reading: () => Promise<void>;
  let rules: RuleRepository;
  const change = async (): Promise<never[]> => {
    stored += 1;
    return [];
  };
  beforeEach(() => {
    [stored, asked, time] = [1, 0, 0];
    reading = () => Promise.resolve();
    const repository: RuleRepository = {
      create: change,
      delete: async () => (await change()).length === 0,
      deleteAll: async () => void (await change()),
      list: () => Promise.resolve([]),
      get: () => Promise.resolve(undefined),
      async version() {
        asked += 1;
        const version = String(stored);
        await reading();
        return version;
      },
    };
    rules = withRememberedVersion(repository, () => time);
  });

  it('is asked for once in a second', async () => {
    for (time of [0, 500, 999]) expect(await rules.version()).to.equal('1');
    expect(asked).to.equal(1);
    stored = 2;
    time = 1000;
    expect(await rules.version()).to.equal('2');
  });

  for (const [what, work] of Object.entries<() => Promise<unknown>>({
    create: () => rules.create([]),
    delete: () => rules.delete('x'),
    deleteAll: () => rules.deleteAll(),
  })) {
    it(`is asked for again after ${what}`, async () => {
      expect(await rules.version()).to.equal('1');
      await work();
      expect(await rules.version()).to.equal('2');
    });
  }

  it('that was read while the rules changed is not kept', async () => {
    let go = (): void => undefined;
    reading = () => new Promise((resolve) => (go = resolve));
    const early = rules.version();
    reading = () => Promise.resolve();
    await rules.deleteAll();
    go();
    expect(await early).to.equal('1');
    expect(await rules.version()).to.equal('2');
  });

  it('is asked for again after a failure', async () => {
    reading = () => Promise.reject(new Error('away'));
    expect(await rules.version().catch(String)).to.equal('Error: away');
    reading = () => Promise.resolve();
    expect(await rules.version()).to.equal('1');
  });
});
