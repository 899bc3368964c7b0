import { expect } from 'chai';
import type { StoredSummary } from '../../src/db/types.js';
import { hardwareSummary } from '../../src/history/summary.js';
import { readCondition } from '../../src/machines/condition.js';
import { listMachines } from '../../src/machines/list-machines.js';
import { machine } from '../difference/machine.js';

const uuidOf = (number: number): string => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

describe('A list of machines that meet a condition', () => {
  const hardware = hardwareSummary(machine());
  if (hardware === undefined) throw new Error('The machine has no parts');
  const stored: StoredSummary[] = Array.from({ length: 3500 }, (_, number) => ({
    ...{ uuid: uuidOf(number), name: `node-${number}`, state: 'finished', inspectedAt: null },
    hardware: { ...hardware, cpus: number },
  }));
  let most = 0;
  const summaries = {
    list: ({ limit, marker = '' }: { readonly limit: number; readonly marker?: string }) => {
      most = Math.max(most, limit);
      return Promise.resolve(stored.filter(({ uuid }) => uuid > marker).slice(0, limit));
    },
  };

  it('is complete and in order over its pages, however few of many machines are meant', async () => {
    const where = readCondition('cpus > 990 and name ~ 9');
    const meant = stored.filter(({ name, hardware: { cpus } }) => Number(cpus) > 990 && name?.includes('9'));
    const found: string[] = [];
    for (let page = ['']; page.length > 0;) {
      const marker = found.at(-1);
      page = (await listMachines(summaries, { limit: 100, where, ...(marker && { marker }) })).map(
        ({ uuid }) => uuid,
      );
      expect(page.length).to.be.at.most(100);
      found.push(...page);
    }
    expect(found).to.deep.equal(meant.map(({ uuid }) => uuid));
  });

  it('reads no more than a thousand at once, so that others get their turn', async () => {
    most = 0;
    expect(await listMachines(summaries, { limit: 5000, where: readCondition('cpus = -1') })).to.deep.equal(
      [],
    );
    expect(most).to.equal(1000);
  });
});
