import { expect } from 'chai';
import type { StoredSummary } from '../../src/db/types.js';
import { SmallServer } from '../../../client/test/small-server.js';
import { machineOf } from '../../src/machines/machine.js';
import { hardwareSummary } from '../../src/history/summary.js';
import { ApiServer } from '../api/api-server.js';
import { machine } from '../difference/machine.js';
import { runProgram } from './run-program.js';

const uuidOf = (end: number): string => `00000000-0000-4000-8000-00000000000${String(end)}`;

function summary(
  end: number,
  name: string | null,
  changes: Partial<StoredSummary['hardware']> = {},
): StoredSummary {
  const hardware = hardwareSummary(machine());
  if (hardware === undefined) throw new Error('The machine has no parts');
  return {
    ...{ uuid: uuidOf(end), name, state: 'finished', inspectedAt: '2031-02-03T04:05:06' },
    hardware: { ...hardware, ...changes },
  };
}

describe('inspector nodes', () => {
  let api: ApiServer;
  beforeEach(async () => {
    api = await ApiServer.start({ apiMaxLimit: 2 });
    api.summaries.push(
      summary(1, 'small', { memory_mb: 1024, vendor: '=HYPERLINK("x")', switches: [] }),
      summary(2, null, { memory_mb: null, serial: null }),
      summary(3, 'big', { memory_mb: 524288, vendor: 'Lenovo', firmware: '10.4' }),
    );
  });
  afterEach(() => api.close());
  const run = (...args: string[]) => runProgram(['nodes', '--url', api.url, ...args], { cwd: '/' });
  const named = async (where: string): Promise<string[]> => {
    const { out, err, status } = await run('--where', where, '--json');
    expect({ err, status }, where).to.deep.equal({ err: '', status: 0 });
    return (JSON.parse(out) as { name: string | null }[]).map(({ name }) => name ?? '-');
  };

  it('lists the machines of all pages', async () => {
    const { out, status } = await run('--columns', 'name,memory_mb,switches');
    expect(status).to.equal(0);
    expect(out.split('\n')).to.deep.equal([
      'NAME   MEMORY_MB  SWITCHES',
      'small  1024       -',
      '-      -          leaf-1 Ethernet7',
      'big    524288     leaf-1 Ethernet7',
      '',
    ]);
    expect((await run()).out).to.match(
      /^UUID +NAME +VENDOR .*FIRMWARE +CPUS +MEMORY_MB +DISKS +DISK_GB +NICS\n/,
    );
  });

  for (const [where, names] of [
    ['memory_mb < 262144', ['small']],
    ['memory_mb >= 1024', ['small', 'big']],
    ['memory_mb = 524288', ['big']],
    ["serial = ''", ['-']],
    ['vendor = "lenovo"', ['big']],
    ['vendor != lenovo', ['small', '-']],
    ['vendor~LEN', ['big']],
    ['switches ~ leaf-1 and memory_mb > 0', ['big']],
    ['switches = "leaf-1 Ethernet7" AND name != big', ['-']],
    ['macs = 52:54:00:00:00:01', ['small', '-', 'big']],
    ['cpus > 48', []],
    ['memory_mb = 524288.0', ['big']],
    ['state = Finished and name ~ " or " and name != "a and b"', []],
  ] as const) {
    it(`selects by ${where}`, async () => {
      expect(await named(where)).to.deep.equal(names);
    });
  }

  it('writes comma-separated values that no spreadsheet calculates', async () => {
    const { out } = await run('--columns', 'name,vendor', '--csv');
    expect(out.split('\n')).to.deep.equal([
      'name,vendor',
      `small,"'=HYPERLINK(""x"")"`,
      ',Dell Inc.',
      'big,Lenovo',
      '',
    ]);
  });

  it('prints chosen columns as JSON, and says that there is none', async () => {
    expect(JSON.parse((await run('--columns', 'name', '--json', '--where', 'name = big')).out)).to.deep.equal(
      [{ name: 'big' }],
    );
    expect((await run('--where', 'name = nobody')).out).to.equal('No machine was found.\n');
    expect((await run('--where', 'name = nobody', '--json')).out).to.equal('[]\n');
  });

  it('takes one condition, and says how to join two', async () => {
    const { out, err, status } = await run('--where', 'cpus = 4', '--where', 'name = big');
    expect({ out, status }).to.deep.equal({ out: '', status: 2 });
    expect(err).to.include('Join the comparisons with "and".');
  });

  it('lets the server choose, and chooses itself from what a former one sends', async () => {
    const all = api.summaries.map(machineOf);
    const former = new SmallServer();
    former.answer = ({ url }) => {
      const marker = new URL(url, former.url).searchParams.get('marker') ?? '';
      return { status: 200, body: JSON.stringify({ nodes: all.filter(({ uuid }) => uuid > marker) }) };
    };
    await former.start();
    try {
      const { out } = await runProgram(
        ['nodes', '--url', former.url, '--where', 'name = big', '--columns', 'name', '--csv'],
        { cwd: '/' },
      );
      expect(out).to.equal('name\nbig\n');
      expect(former.requests[0]).to.equal('GET /v1/nodes?where=name+%3D+big');
    } finally {
      await former.stop();
    }
  });

  for (const args of [
    ['--where', 'memory'],
    ['--where', `name = ${'x'.repeat(1000)}`],
    ['--where', 'ram < 5'],
    ['--where', ''],
    ['--where', 'memory_mb < 5 and'],
    ['--where', 'memory_mb < lots'],
    ['--where', 'toString = 5'],
    ['--where', 'cpus = four'],
    ['--where', 'state = finishd'],
    ['--where', 'vendor = "lenovo'],
    ['--where', 'vendor = "len"ovo'],
    ['--where', 'vendor = lenovo or cpus = 4'],
    ['--where', 'cpus = 4 and'],
    ['--where', 'vendor = lenovo and and cpus = 4'],
    ['--columns', 'name,shoe_size'],
    ['--columns', ''],
    ['--json', '--csv'],
    ['rack-7'],
  ]) {
    it(`refuses ${args.join(' ')}`, async () => {
      expect((await run(...args)).status).to.equal(2);
    });
  }
});
