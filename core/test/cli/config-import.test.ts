import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { expect } from 'chai';
import { readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { installConfig } from '../../src/cli/config.js';
import { loadConfig } from '../../src/config/load.js';
import { rejection } from '../../../test/mocha/rejection.js';
import { FolderTree } from '../plugin-host/folder-tree.js';

const OLD = `[DEFAULT]
listen_port = 5055
transport_url = fake://
[database]
connection = mysql+pymysql://inspector:db-secret@db/inspector
[ironic]
auth_type = password
auth_url = http://keystone:5000
username = ironic-inspector
password = ironic-secret
project_name = service
[keystone_authtoken]
password = other-secret
[processing]
store_data = database
`;

describe('inspector config import', () => {
  let tree: FolderTree;
  beforeEach(async () => {
    tree = await FolderTree.create({ 'inspector.conf': OLD });
  });
  afterEach(() => tree.remove());

  const run = async (...args: string[]): Promise<{ out: string; err: string[] }> => {
    const err: string[] = [];
    const stdout = new PassThrough();
    const program = new Command('inspector').exitOverride();
    installConfig(program, {
      cwd: tree.path,
      env: {},
      stdin: process.stdin,
      stdout,
      stderr: new PassThrough(),
      print: (line = '') => void stdout.write(`${line}\n`),
      warn: (line) => void err.push(line),
      loadConfig: () => expect.fail('the present configuration does not matter'),
      setExitCode: () => expect.fail('it succeeds or throws'),
      signal: new AbortController().signal,
    });
    await program.parseAsync(['config', 'import', ...args], { from: 'user' });
    stdout.end();
    return { out: await text(stdout), err };
  };
  const file = (name: string): Promise<string> => readFile(join(tree.path, name), 'utf8');

  it('prints the new configuration, and says what did not come along', async () => {
    const { out, err } = await run('inspector.conf');
    expect(out)
      .to.match(/^\/\/ Made from inspector\.conf\.$/m)
      .and.include('listenPort: 5055')
      .and.include("authType: 'password'")
      .and.include("authUrl: 'http://keystone:5000'")
      .and.include("projectName: 'service'");
    expect(err).to.deep.equal([
      'line 3: [DEFAULT]transport_url is left out: there is no message broker',
      'INSPECTOR_DATABASE__CONNECTION must be set in the environment: its value is a secret',
      'INSPECTOR_IRONIC__PASSWORD must be set in the environment: its value is a secret',
      'INSPECTOR_KEYSTONE_AUTHTOKEN__PASSWORD must be set in the environment: its value is a secret',
      "keystoneAuthtoken.authUrl: the file does not say where Keystone is. Set it, or another authStrategy than 'keystone'. The service does not start before.",
      'osloPolicy.enforceNewDefaults: false is written, as the old service behaved: baremetal_admin, baremetal_observer and administrator keep their rights. Remove it once nobody needs these roles.',
    ]);
  });

  it('keeps secrets out of everything it writes', async () => {
    const { out, err } = await run('inspector.conf', '--output', 'new.mjs');
    for (const written of [out, err.join(), await file('new.mjs')]) {
      expect(written).to.not.match(/db-secret|ironic-secret|other-secret/);
    }
  });

  it('writes secrets when asked, into a file that only its owner reads, new or not', async () => {
    await tree.write({ 'open.mjs': 'readable by everybody' });
    await run('inspector.conf', '--with-secrets', '--output', 'open.mjs', '--force');
    await run('inspector.conf', '--with-secrets', '--output', 'new.mjs');
    expect((await stat(join(tree.path, 'open.mjs'))).mode & 0o077).to.equal(0);
    expect(await file('new.mjs'))
      .to.include("password: 'ironic-secret'")
      .and.include("password: 'other-secret'")
      .and.include('db-secret@db');
    expect((await stat(join(tree.path, 'new.mjs'))).mode & 0o077).to.equal(0);
  });

  it('overwrites a file only when told to', async () => {
    await tree.write({ 'new.mjs': 'mine' });
    const error = await rejection(run('inspector.conf', '--output', 'new.mjs'));
    expect(error.message).to.match(
      /^Cannot write .*new\.mjs: it exists already; add --force to overwrite it$/,
    );
    expect(await file('new.mjs')).to.equal('mine');
    await run('inspector.conf', '--output', 'new.mjs', '--force');
    expect(await file('new.mjs')).to.include('listenPort: 5055');
  });

  it('names a file it cannot read, or cannot write', async () => {
    const unreadable = await rejection(run('elsewhere.conf'));
    expect(unreadable.code).to.equal('INSP_FILE_FAILED');
    expect(unreadable.message).to.match(/^Cannot read options from elsewhere\.conf: there is no such file/);
    const unwritable = await rejection(run('inspector.conf', '--output', 'no/where.mjs'));
    expect(unwritable.message).to.match(/^Cannot write .*where\.mjs: the folder .* does not exist/);
  });

  it('refuses a file that is something else', async () => {
    await tree.write({ 'other.json': '{"listenPort":\n5050}\n', 'empty.conf': '' });
    const error = await rejection(run('other.json', '--output', 'new.mjs'));
    expect(error.code).to.equal('INSP_CONFIG_UNREADABLE');
    expect(error.message).to.equal(
      'other.json is no ironic-inspector.conf: all 2 lines are neither a [group] nor a setting.',
    );
    expect(existsSync(join(tree.path, 'new.mjs'))).to.equal(false);
    expect((await run('empty.conf')).out).to.include("authStrategy: 'keystone'");
  });

  for (const name of ['new.json', 'new.yaml', 'new.yml', 'new.cjs', 'new.mjs', 'new']) {
    it(`writes what the name ${name} says, which reads as the same configuration`, async () => {
      await tree.write({
        'small.conf': '[DEFAULT]\nlisten_port = 1\nauth_strategy = noauth\nlisten_address = ::1\n',
      });
      await run('small.conf', '--output', name);
      if (name === 'new') await rename(join(tree.path, 'new'), join(tree.path, 'new.mjs'));
      const { config } = await loadConfig({
        cwd: tree.path,
        env: {},
        file: name === 'new' ? 'new.mjs' : name,
      });
      expect(config).to.include({ listenPort: 1, listenAddress: '::1' });
      expect(config.pxeFilter.driver).to.equal('iptables');
    });
  }

  it('names the variables of the secrets in YAML, too', async () => {
    await run('inspector.conf', '--output', 'new.yaml');
    expect(await file('new.yaml'))
      .to.match(/^# Made from inspector\.conf\.\n# Secrets are not in this file/)
      .and.include('INSPECTOR_IRONIC__PASSWORD')
      .and.not.match(/db-secret|ironic-secret/);
  });

  it('says so when everything came along', async () => {
    await tree.write({ 'small.conf': '[DEFAULT]\nlisten_port = 1\nauth_strategy = noauth\n' });
    expect((await run('small.conf')).err).to.deep.equal(['Every option was carried over.']);
  });
});
