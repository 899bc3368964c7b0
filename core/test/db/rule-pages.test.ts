import { expect } from 'chai';
import { readRules } from '../../src/db/rule-rows.js';
import type { Row, Session } from '../../src/db/session.js';

const UUIDS = Array.from({ length: 1001 }, (_, index) => `rule ${String(index).padStart(4, '0')}`);

/** A session over rules without conditions and actions, which counts its statements. */
function session(): Session & { pages: number; wholes: number } {
  const asked = { pages: 0, wholes: 0 };
  const row = (uuid: string): Row => ({ kind: 0, rule: uuid, c: '2026-01-01 00:00:00' });
  return Object.assign(asked, {
    dialect: 'sqlite' as const,
    all: (sql: string, [first, last]: readonly unknown[] = []): Promise<Row[]> => {
      if (sql.startsWith('SELECT uuid FROM rules')) return Promise.resolve(UUIDS.map((uuid) => ({ uuid })));
      if (first === undefined) asked.wholes++;
      else asked.pages++;
      const chosen = UUIDS.filter(
        (uuid) => first === undefined || (uuid >= String(first) && uuid <= String(last)),
      );
      return Promise.resolve(chosen.map(row));
    },
    run: () => Promise.resolve(0),
  });
}

describe('Many rules', () => {
  it('are read in pages', async () => {
    const one = session();
    const rules = await readRules(one, () => Promise.resolve('same'));
    expect(rules.map(({ uuid }) => uuid)).to.deep.equal(UUIDS);
    expect(one).to.include({ pages: 3, wholes: 0 });
  });

  it('are read again when they changed meanwhile', async () => {
    const one = session();
    const versions = ['1', '2', '2', '2'];
    await readRules(one, () => Promise.resolve(versions.shift() ?? ''));
    expect(one).to.include({ pages: 6, wholes: 0 });
  });

  it('are read by one statement when they change all the time', async () => {
    const one = session();
    let version = 0;
    const rules = await readRules(one, () => Promise.resolve(String(version++)));
    expect(rules).to.have.length(UUIDS.length);
    expect(one).to.include({ pages: 9, wholes: 1 });
  });
});
