import { Command } from 'commander';
import { expect } from 'chai';
import { installPxeFilter } from '../../src/cli/pxe-filter.js';
import { InspectorError } from '@inspector/plugin-api';
import type { PxeFilterStatus } from '../../src/reports/pxe-filter-status.js';
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
};

describe('inspector pxe-filter status', () => {
  let api: ApiServer | undefined;
  afterEach(() => api?.close());

  async function run(answer: (mac?: string) => Promise<PxeFilterStatus>, ...args: string[]) {
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
    ]);
  });

  it('shows what a machine gets and why, and what the system says', async () => {
    const { out } = await run(
      async (mac) => ({
        ...STATUS,
        mac: { address: String(mac), verdict: 'deny', reason: 'The machine is enrolled.', system: 'deny' },
      }),
      MAC,
    );
    expect(out.slice(-3)).to.deep.equal([
      `Machine:      ${MAC}: deny`,
      'Reason:       The machine is enrolled.',
      'System:       says deny',
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
    ]);
  });

  it('prints JSON as the API answers it', async () => {
    const { out } = await run(async () => STATUS, '--json');
    expect(JSON.parse(out.join('\n'))).to.deep.equal(STATUS);
  });

  it('fails with the text of the service', async () => {
    const { err, exitCode } = await run(
      () => Promise.reject(new InspectorError('INSP_BAD_REQUEST', "'x' is not a MAC address")),
      'x',
    );
    expect(err).to.deep.equal(["'x' is not a MAC address"]);
    expect(exitCode).to.equal(1);
  });
});
