import { expect } from 'chai';
import { KIND_WORDS } from 'create-inspector-plugin';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './harness.js';
import { ServerProcess } from './server-process.js';

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the inspector program', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-cli-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const inspector = (...args: string[]): Promise<Ended> =>
    new Promise((resolve) => {
      const program = [join(ROOT, 'core/bin/inspector.js'), ...args];
      execFile(
        process.execPath,
        program,
        { cwd: folder, env: { PATH: process.env['PATH'] } },
        (error, stdout, stderr) => {
          resolve({ status: error ? Number(error.code) : 0, stdout, stderr });
        },
      );
    });
  const configure = (content: object) =>
    writeFile(join(folder, 'inspector.config.json'), JSON.stringify(content));

  it('makes plugins of every kind that there is a template for', async () => {
    const { status, stderr } = await inspector('plugins', 'create', 'teapot', 'brown');
    expect(status).to.equal(2);
    expect(stderr).to.contain(`Allowed choices are ${KIND_WORDS.join(', ')}.`);
  });

  it('lists every command in its help', async () => {
    const { status, stdout } = await inspector('--help');
    expect(status).to.equal(0);
    for (const command of [
      'serve',
      'demo',
      'introspection',
      'rule',
      'pxe-filter',
      'plugins',
      'config',
      'dbsync',
      'migrate-data',
    ]) {
      expect(stdout).to.match(new RegExp(`^ +${command} `, 'm'));
    }
  });

  it('says its version', async () => {
    expect((await inspector('--version')).stdout).to.match(/^\d+\.\d+\.\d+\n$/);
  });

  it('answers an unknown command with the nearest one and status 2', async () => {
    const { status, stderr } = await inspector('plugin', 'list');
    expect(status).to.equal(2);
    expect(stderr).to.include('Did you mean plugins?');
  });

  const broken: [string, object, RegExp][] = [
    [
      'an option that does not exist',
      { procesing: {} },
      /procesing: is no group .*did you mean processing\?/,
    ],
    ['a value of the wrong type', { listenPort: 'x' }, /listenPort: must be an integer/],
    ['an address open to everybody', { listenAddress: '0.0.0.0' }, /^INSP_CONFIG_UNSAFE: /],
    [
      'authentication by a Keystone that is nowhere',
      { authStrategy: 'keystone' },
      /keystoneAuthtoken\.authUrl: is needed when/,
    ],
    [
      'a hook that is not installed',
      { processing: { processingHooks: ['nope'] } },
      /^INSP_PLUGIN_NOT_INSTALLED: /,
    ],
    [
      'a storage backend that is not installed',
      { processing: { storeData: 'nope' } },
      /^INSP_PLUGIN_NOT_INSTALLED: /,
    ],
    [
      'a database that cannot be reached',
      { database: { connection: 'sqlite:////nonexistent/x.sqlite' } },
      /^INSP_DB_/,
    ],
    ['a database URL of no kind', { database: { connection: 'oracle://x' } }, /^INSP_DB_BAD_URL: /],
    [
      'an Ironic address that is no URL',
      { ironic: { endpointOverride: 'ironic' } },
      /ironic\.endpointOverride/,
    ],
    [
      'a port that is taken by nobody’s leave',
      { listenAddress: '192.0.2.1', allowUnauthenticated: true },
      /^INSP_LISTEN_FAILED: /,
    ],
  ];
  for (const [what, config, expected] of broken) {
    it(`does not serve with ${what}, and says so in words`, async () => {
      await configure({ listenPort: 0, ...config });
      const { status, stderr, stdout } = await inspector('serve');
      expect(status).to.equal(1);
      expect(stdout).to.equal('');
      expect(stderr).to.match(new RegExp(expected.source, 'm'));
      expect(stderr).not.to.match(/^ +at /m);
    });
  }

  it('serves until it is told to stop, and then says goodbye with status 0', async () => {
    await configure({ listenPort: 0 });
    const server = await ServerProcess.start(folder, {});
    const answer = await fetch(server.url);
    expect(answer.status).to.equal(200);
    expect(await server.stop()).to.equal(0);
  });
});
