import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import { hardwareSummary } from '../../src/history/summary.js';
import { withApi } from '../api/api-server.js';
import { machine } from '../difference/machine.js';
import { runIntrospection, type Run } from './run-introspection.js';

const A = 'aaaaaaaa-0000-4000-8000-000000000000';
const B = 'bbbbbbbb-0000-4000-8000-000000000000';
const HARDWARE = hardwareSummary(machine());
const C = 'cccccccc-0000-4000-8000-000000000000';

describe('inspector introspection start for many nodes', () => {
  const api = withApi();
  let folder = '';
  const run = (...args: string[]): Promise<Run> =>
    runIntrospection(['start', ...args], { cwd: folder, env: { INSPECTOR_URL: api().url } });
  const started = () => api().conductor.asked.flatMap((asked) => ('node' in asked ? [asked.node] : []));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-fleet-'));
    for (const [uuid, state] of [
      [A, 'finished'],
      [B, 'error'],
      [C, 'error'],
    ] as const) {
      api().records.add({ uuid, state, startedAt: '2031-02-03T04:05:06', finishedAt: '2031-02-03T04:06:06' });
      const vendor = uuid === B ? 'Dell' : 'HP';
      const known = { uuid, state, name: null, inspectedAt: '2031-02-03T04:06:06' };
      if (HARDWARE) api().summaries.push({ ...known, hardware: { ...HARDWARE, vendor } });
    }
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('takes all nodes, those in a state, and those whose machine meets a condition', async () => {
    for (const [args, nodes] of [
      [['--all'], [A, B, C]],
      [
        ['--state', 'error'],
        [B, C],
      ],
      [['--where', 'vendor = dell'], [B]],
      [['--state', 'error', '--where', 'vendor = HP'], [C]],
    ] as const) {
      api().conductor.asked.length = 0;
      expect((await run(...args)).exitCode).to.equal(0);
      expect(started(), args.join(' ')).to.have.members(nodes);
    }
  });

  it('takes nodes of a file, each once, without comments', async () => {
    await writeFile(join(folder, 'nodes'), `# rack 3\r\n${A}\track3-01\r\n\n${B} # again\n${A}\n`);
    await run('--file', 'nodes', B);
    expect(started()).to.have.members([A, B]);
  });

  it('says where none was found, and among which it looked, however many may be active', async () => {
    for (const more of [[], ['--max-active', '2'], ['--watch']]) {
      const { exitCode, err } = await run('--state', 'waiting', ...more);
      expect(exitCode).to.equal(0);
      expect(err.join(''), more.join(' ')).to.match(/^No node was found\. .* introspected before [^\n]*\n?$/);
    }
  });

  it('wants to know which nodes, and refuses options that would be ignored', async () => {
    for (const args of [
      [],
      ['--journal', 'x', A],
      ['--per-minute', '5', A],
      ['--max-active', '1', '--timeout', '1', A],
      ['--where', 'vendor = dell', '--where', 'vendor = HP'],
    ]) {
      expect((await run(...args)).exitCode, args.join(' ')).to.equal(2);
    }
    expect(started()).to.deep.equal([]);
  });

  it('waits for many at once without a word of Node.js about it', async () => {
    const nodes = Array.from(
      { length: 12 },
      (_, at) => `cccccccc-0000-4000-8000-${String(at).padStart(12, '0')}`,
    );
    const { conductor, records } = api();
    const begin = conductor.introspect.bind(conductor);
    const become = (uuid: string, state: 'waiting' | 'finished'): void => {
      const finishedAt = state === 'finished' ? { finishedAt: '2032-01-01T00:01:00' } : {};
      records.add({ uuid, state, startedAt: '2032-01-01T00:00:00', ...finishedAt });
    };
    conductor.introspect = async (node, options) => {
      await begin(node, options);
      become(node, 'waiting');
      // All have been started, so all wait.
      if (started().length === nodes.length)
        setTimeout(() => nodes.forEach((one) => become(one, 'finished')), 100);
    };
    const warnings: string[] = [];
    const note = ({ name }: Error): void => void warnings.push(name);
    process.on('warning', note);
    try {
      const { out } = await run('--max-active', '12', '--interval', '0.02', ...nodes);
      expect(out.at(-1)).to.equal('12 nodes: 12 finished, 0 failed');
    } finally {
      process.off('warning', note);
    }
    expect(warnings).to.deep.equal([]);
  });

  it('asks again for what was refused, and for what was being written when it died', async () => {
    const { conductor, records } = api();
    const begin = conductor.introspect.bind(conductor);
    conductor.introspect = () => Promise.reject(new InspectorError('INSP_NODE_NOT_FOUND', 'no such node'));
    const fleet = ['--max-active', '2', '--journal', 'journal', '--interval', '0.01', A];
    const refused = await run(...fleet);
    expect([refused.exitCode, refused.err, refused.out]).to.deep.equal([
      1,
      [`1/1  ${A}: no such node`],
      ['1 node: 0 finished, 1 failed'],
    ]);
    const journal = join(folder, 'journal');
    await writeFile(journal, `${await readFile(journal, 'utf8')}{"node":"${A}","st`);
    conductor.introspect = async (node, options) => {
      await begin(node, options);
      records.add({
        uuid: A,
        state: 'finished',
        startedAt: '2032-01-01T00:00:00',
        finishedAt: '2032-01-01T00:01:00',
      });
    };
    expect((await run(...fleet)).out).to.deep.equal([`1/1  ${A}: finished`, '1 node: 1 finished, 0 failed']);
    expect((await run(...fleet)).out).to.deep.equal([
      '1 node: 1 finished, 0 failed, 1 of them in an earlier run',
    ]);
    expect(started()).to.deep.equal([A]);
  });
});
