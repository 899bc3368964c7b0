import { expect } from 'chai';
import type { HardwareSummary, SummaryCandidates } from '../../src/db/types.js';
import { readCondition } from '../../src/machines/condition.js';
import { listMachines } from '../../src/machines/list-machines.js';
import { hardwareSummary } from '../../src/history/summary.js';
import { machine } from '../difference/machine.js';
import { changeRecord, freshRecord, MARK } from './fresh-record.js';
import type { SuiteDatabase } from './suite-database.js';

/** Machines by the names of their nodes, and what is odd about them. */
const ODD: Readonly<Record<string, Partial<HardwareSummary>>> = {
  Small: { memory_mb: 1024, vendor: 'Größe & Söhne "GmbH"', switches: [], deviations: 0 },
  smaller: {
    memory_mb: 2048,
    vendor: 'C:\\Temp 50%',
    switches: ['Leaf-9 Ethernet1/1', 'leaf_1'],
    serial: '',
  },
  Big: { memory_mb: 2 ** 40, vendor: 'Lenovo', firmware: '10.4', deviations: 3, resource_class: 'GOLD' },
  'rack-7': { memory_mb: null, cpus: 64.5, vendor: 'İstanbul \u212Aelvin', serial: null, macs: [] },
  plain: {},
};
const CONDITIONS = [
  ...['memory_mb < 2048', 'memory_mb <= 2048', 'memory_mb > 2048', 'memory_mb >= 2048', 'memory_mb = 2048'],
  ...[
    'memory_mb != 2048',
    'memory_mb = 2048.0',
    'memory_mb ~ 48',
    'memory_mb > 1e300',
    'cpus > 64',
    'cpus = 64.5',
  ],
  ...[
    'memory_mb < Infinity',
    "memory_mb = ''",
    'deviations > 0',
    'deviations >= 0',
    'disks > 1 and nics < 3',
  ],
  ...[
    'vendor = lenovo',
    'vendor ~ GRÖSSE',
    'vendor ~ größe',
    'vendor ~ "gmbh"',
    `vendor ~ '"gmbh"'`,
    'vendor ~ \\temp',
  ],
  ...['vendor ~ %', 'vendor ~ _', 'vendor ~ istanbul', 'vendor ~ kelvin', 'vendor ~ elvin', 'vendor ~ dell'],
  ...['switches ~ leaf-9', 'switches = LEAF_1', "switches = ''", 'macs = 52:54:00:00:00:01', "macs = ''"],
  ...[
    'serial = ""',
    'serial != ""',
    'resource_class = gold',
    'name = big',
    'name ~ SMALL',
    'name > c',
    'name ~ "?"',
  ],
  ...[
    'state = Finished',
    'state = error',
    'state != finished',
    'state ~ FIN',
    'inspected_at > 2020',
    'inspected_at < 2020',
    'uuid ~ a',
    'uuid != a',
  ],
  'memory_mb > 1 and vendor ~ e and firmware ~ . and product ~ power and name ~ a',
] as const;

/** What machines are. */
export function summariesSuite({ db }: SuiteDatabase): void {
  const hardware = hardwareSummary(machine());
  const uuids = async (marker?: string): Promise<string[]> =>
    (await db().summaries.list({ limit: 100, ...(marker === undefined ? {} : { marker }) })).map(
      ({ uuid }) => uuid,
    );

  async function inspected(name: string, changes: Partial<HardwareSummary> = {}): Promise<string> {
    const fresh = freshRecord({ name });
    await db().records.replace(fresh, undefined);
    const change = {
      state: 'finished',
      finishedAt: fresh.startedAt,
      ...(hardware && { summary: { ...hardware, ...changes } }),
    } as const;
    await changeRecord(db(), fresh.uuid, 'starting', change);
    return fresh.uuid;
  }

  describe('what machines are', () => {
    it('is written with the end of an introspection, and again with the next', async () => {
      const uuid = await inspected('rack-7');
      const [one, ...others] = await db().summaries.list({ limit: 10 });
      expect(others).to.deep.equal([]);
      expect(one).to.deep.include({ uuid, name: 'rack-7', state: 'finished', hardware });
      const newer = hardware && { ...hardware, memory_mb: 1 };
      await changeRecord(db(), uuid, 'finished', { state: 'finished', ...(newer && { summary: newer }) });
      expect((await db().summaries.list({ limit: 10 }))[0]?.hardware.memory_mb).to.equal(1);
    });

    it('is listed page by page, and stays while the node is introspected again', async () => {
      const [first = '', second = ''] = [await inspected('a'), await inspected('b')].sort();
      expect(await uuids()).to.deep.equal([first, second]);
      expect(await uuids(first)).to.deep.equal([second]);
      expect(await db().summaries.list({ limit: 1 })).to.have.length(1);
      await db().records.replace(freshRecord({ uuid: first }), 'finished');
      expect((await db().summaries.list({ limit: 1 }))[0]).to.include({ uuid: first, state: 'starting' });
    });

    for (const where of CONDITIONS) {
      it(`is found by ${where}, as one who looks at each finds it`, async () => {
        for (const [name, changes] of Object.entries(ODD)) await inspected(name, changes);
        const condition = readCondition(where);
        const all = await listMachines(db().summaries, { limit: 100 });
        expect(all).to.have.length(Object.keys(ODD).length);
        const meant = all.filter((one) => condition.holds(one)).map(({ name }) => name);
        const found = await listMachines(db().summaries, { limit: 100, where: condition });
        expect(found.map(({ name }) => name)).to.deep.equal(meant);
      });
    }

    it('is not read where it cannot be meant', async () => {
      for (const [name, changes] of Object.entries(ODD)) await inspected(name, changes);
      const names = async (candidates: SummaryCandidates): Promise<(string | null)[]> =>
        (await db().summaries.list({ limit: 100, ...candidates })).map(({ name }) => name).sort();
      const range = { column: 'memory_mb', least: 1024, most: 2048 };
      expect(await names({ range })).to.deep.equal(['Small', 'smaller']);
      expect(await names({ words: ['lenovo', '10.4'] })).to.deep.equal(['Big']);
      expect(await names({ name: 'SMALL' })).to.deep.equal(['Small', 'smaller']);
      expect(await names({ name: 'small', range, words: ['leaf-9'] })).to.deep.equal(['smaller']);
    });

    it('goes with the node', async () => {
      const uuid = await inspected('a');
      await db().records.delete(uuid, MARK.fence);
      expect(await uuids()).to.deep.equal([]);
    });
  });
}
