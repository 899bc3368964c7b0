import { Command } from 'commander';
import { expect } from 'chai';
import { installPxeFilter } from '../../src/cli/pxe-filter.js';
import { InspectorError } from '@inspector/plugin-api';
import type { FilterQuestion, MacVerdict, PxeFilterStatus } from '../../src/reports/pxe-filter-status.js';
import { ApiServer } from '../api/api-server.js';

const MAC = '52:54:00:12:34:56';
const STATUS: PxeFilterStatus = {
  driver: 'dnsmasq',
  state: 'initialized',
  sync_period: 15,
  deny_unknown_macs: false,
  last_sync: {
    started_at: '2031-02-03T04:05:06.000Z',
    seconds: 0.0421,
    changes: 2,
    allowed: 1,
    denied: 40,
    unknown: 'allow',
  },
  last_failure: null,
  dhcp_server: { follows: 'yes', reason: 'dnsmasq (process 7) watches /hosts.' },
};
const SERVED: MacVerdict = {
  address: MAC,
  verdict: 'allow',
  reason: 'The machine is on introspection.',
  system: 'allow',
  system_reason: null,
};

describe('inspector pxe-filter status', () => {
  let api: ApiServer | undefined;
  afterEach(() => api?.close());

  async function run(answer: (question?: FilterQuestion) => Promise<PxeFilterStatus>, ...args: string[]) {
    api = await ApiServer.start();
    api.conductor.pxeFilterStatus = answer;
    const out: string[] = [];
    const err: string[] = [];
    let exitCode = 0;
    const program = new Command('inspector').exitOverride();
    installPxeFilter(program, {
      cwd: '/nowhere',
      env: { INSPECTOR_URL: api.url },
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      signal: new AbortController().signal,
      print: (line = '') => void out.push(line),
      warn: (line) => void err.push(line),
      loadConfig: () => Promise.reject(new Error('no configuration is needed')),
      setExitCode: (code) => (exitCode = code),
    });
    await program.parseAsync(['pxe-filter', 'status', ...args], { from: 'user' });
    return { out, err, exitCode };
  }

  it('shows driver, state and the last synchronisation', async () => {
    const { out } = await run(async () => STATUS);
    expect(out).to.deep.equal([
      'Driver:       dnsmasq',
      'State:        initialized',
      'Synchronised: every 15 s and on demand',
      'Last:         2031-02-03T04:05:06.000Z, 0.042 s, 2 changes; 1 allowed, 40 denied, unknown machines welcome',
      'DHCP server:  goes by it. dnsmasq (process 7) watches /hosts.',
    ]);
  });

  it('shows what a machine should get and why, and what it gets', async () => {
    const { out } = await run(
      async (question) => ({
        ...STATUS,
        mac: {
          ...SERVED,
          address: String(question?.mac),
          system_reason: 'It is told to serve this machine.',
        },
      }),
      MAC,
    );
    expect(out.slice(-3)).to.deep.equal([
      `Machine:      ${MAC}`,
      'Should get:   a lease. The machine is on introspection.',
      'Gets:         a lease. It is told to serve this machine.',
    ]);
  });

  it('says loudly that a machine gets something else than it should', async () => {
    const { out } = await run(async () => ({ ...STATUS, mac: { ...SERVED, system: 'deny' } }), MAC);
    expect(out.at(-1)).to.equal('Gets:         no lease. THIS IS NOT AS IT SHOULD BE.');
  });

  it('says that nobody knows what a machine gets, and why', async () => {
    const mac = { ...SERVED, system: 'unknown', system_reason: 'It may not be looked into.' } as const;
    const { out } = await run(async () => ({ ...STATUS, mac }), MAC);
    expect(out.at(-1)).to.equal('Gets:         not known. It may not be looked into.');
  });

  it('shows all machines of a node that is named', async () => {
    const asked: (FilterQuestion | undefined)[] = [];
    const { out } = await run(async (question) => {
      asked.push(question);
      return { ...STATUS, node: { uuid: 'u-1', name: 'rack-1', machines: [SERVED, SERVED] } };
    }, 'rack-1');
    expect(asked).to.deep.equal([{ node: 'rack-1' }]);
    expect(out.filter((line) => /^(Node|Machine):/.test(line))).to.deep.equal([
      'Node:         rack-1 (u-1)',
      `Machine:      ${MAC}`,
      `Machine:      ${MAC}`,
    ]);
  });

  it('says what holds for a node without ports', async () => {
    const { out } = await run(
      async () => ({ ...STATUS, node: { uuid: 'u-1', name: null, machines: [] } }),
      'u-1',
    );
    expect(out.slice(-2)).to.deep.equal([
      'Node:         u-1',
      'Machine:      none: the node has no port with a MAC, so the rule for unknown machines holds',
    ]);
  });

  it('shows a failure, and that nothing has been synchronised', async () => {
    const { out } = await run(async () => ({
      ...STATUS,
      state: 'uninitialized',
      sync_period: 0,
      last_sync: null,
      last_failure: { at: '2031-02-03T04:05:06.000Z', message: 'disk full' },
    }));
    expect(out.slice(1)).to.deep.equal([
      'State:        uninitialized',
      'Synchronised: only on demand',
      'Last:         never',
      'Failure:      2031-02-03T04:05:06.000Z: disk full',
      'DHCP server:  goes by it. dnsmasq (process 7) watches /hosts.',
    ]);
  });

  it('prints JSON as the API answers it', async () => {
    const { out } = await run(async () => STATUS, '--json');
    expect(JSON.parse(out.join('\n'))).to.deep.equal(STATUS);
  });

  it('fails with the text of the service', async () => {
    const { err, exitCode } = await run(
      () => Promise.reject(new InspectorError('INSP_NODE_NOT_FOUND', 'Node x was not found in Ironic')),
      'x',
    );
    expect(err).to.deep.equal(['Node x was not found in Ironic']);
    expect(exitCode).to.equal(1);
  });
});
