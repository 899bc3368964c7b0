import { Command } from 'commander';
import { expect } from 'chai';
import { installCluster } from '../../src/cli/cluster.js';
import type { ClusterMember, ClusterStanding } from '../../src/reports/cluster-status.js';
import { ApiServer } from '../api/api-server.js';

const MEMBER: ClusterMember = {
  ...{ id: 'i-1', host: 'c1', process: 11, program: 'conductor', version: '1.0.0', schema_revision: 'r1' },
  ...{ leader: true, leaving: false, asked: false, unknown: null },
  report: {
    ...{ leases: 3, reboot_queue: 2, background_running: 4, background_queued: 0, leads: true },
    filter: {
      driver: 'noop',
      state: 'initialized',
      last_sync: '2031-02-03T04:05:06.000Z',
      last_failure: null,
    },
    ...{ clock_difference: -0.25, clock_accuracy: 0.002 },
  },
};

describe('inspector cluster status', () => {
  let api: ApiServer | undefined;
  afterEach(() => api?.close());

  async function run(cluster: Partial<ClusterStanding>, ...args: string[]): Promise<string[]> {
    api = await ApiServer.start();
    api.cluster = { ...api.cluster, ...cluster };
    const out: string[] = [];
    const program = new Command('inspector').exitOverride();
    installCluster(program, {
      cwd: '/nowhere',
      env: { INSPECTOR_URL: api.url },
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      signal: new AbortController().signal,
      print: (line = '') => void out.push(line),
      warn: () => undefined,
      loadConfig: () => Promise.reject(new Error('no configuration is needed')),
      setExitCode: () => undefined,
    });
    await program.parseAsync(['cluster', 'status', ...args], { from: 'user' });
    return out;
  }

  it('shows the members and who leads', async () => {
    expect(await run({ members: [MEMBER] })).to.deep.equal([
      'Asked:        api, process 7 on rack-1, version 1.0.0',
      'Coordination: etcd',
      'Watchers:     0 of events, at the process that was asked',
      'Members:      1',
      'Leader:       c1/11',
      '',
      'MEMBER  PROGRAM    VERSION  SCHEMA  LEASES  REBOOTS  WORK  PXE FILTER  SYNCHRONISED              CLOCK',
      'c1/11   conductor  1.0.0    r1      3       2        4     noop        2031-02-03T04:05:06.000Z  -0.250 s ± 0.002',
    ]);
  });

  it('shows what is not known as unknown, and why', async () => {
    const silent = { ...MEMBER, process: 12, leader: false, report: null, unknown: 'no answer within 1.5 s' };
    const out = await run({ members: [MEMBER, silent] });
    expect(out.at(-3)).to.match(/^c1\/12 +conductor +1\.0\.0 +r1 +unknown( +unknown){5}$/);
    expect(out.at(-1)).to.equal('c1/12 could not be asked: no answer within 1.5 s');
  });

  it('tells of different versions, of members that leave, and of filters that failed', async () => {
    const filter = {
      driver: 'dnsmasq',
      state: 'initialized',
      last_sync: null,
      last_failure: 'disk full',
    } as const;
    const other = {
      ...MEMBER,
      ...{ process: 12, version: '1.1.0', leader: false, leaving: true },
      report: MEMBER.report && { ...MEMBER.report, filter },
    };
    const out = await run({ members: [{ ...MEMBER, leader: false }, other] });
    expect(out).to.include('Leader:       none at this moment');
    expect(out.slice(-3)).to.deep.equal([
      'c1/12 is leaving: it ends the work that it has.',
      'c1/12: the latest synchronisation failed: disk full',
      'The members run different versions.',
    ]);
  });

  it('says why the members are not known', async () => {
    expect(await run({ unknown: 'etcd at http://e:2379 is away' })).to.deep.equal([
      'Asked:        api, process 7 on rack-1, version 1.0.0',
      'Coordination: etcd',
      'Watchers:     0 of events, at the process that was asked',
      'Members:      unknown: etcd at http://e:2379 is away',
    ]);
  });

  it('prints JSON as the API answers it', async () => {
    const out = await run({ members: [MEMBER] }, '--json');
    expect(JSON.parse(out.join('\n'))).to.have.deep.property('members', [MEMBER]);
  });
});
