import { expect } from 'chai';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/load.js';

describe('configuration', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'inspector-config-'));
  });
  afterEach(() => rm(cwd, { recursive: true }));

  const load = async (env: Record<string, string> = {}, file?: string) =>
    (await loadConfig({ cwd, env, file })).config;
  const write = (name: string, content: string) => writeFile(join(cwd, name), content);
  const problemsOf = async (env: Record<string, string> = {}, file?: string): Promise<string> => {
    try {
      await load(env, file);
    } catch (error) {
      return `${(error as { code: string }).code}: ${(error as Error).message}`;
    }
    throw new Error('the configuration was accepted');
  };

  it('is safe and useful without any file', async () => {
    const config = await load();
    expect(config.listenAddress).to.equal('127.0.0.1');
    expect(config.authStrategy).to.equal('noauth');
    expect(config.database.connection).to.equal('sqlite:///ironic_inspector.sqlite');
    expect(config.processing.storeData).to.equal('database');
    expect(config.pxeFilter.driver).to.equal('noop');
    expect(config.processing.processingHooks).to.deep.equal([
      'ramdisk_error',
      'root_disk_selection',
      'scheduler',
      'validate_interfaces',
      'capabilities',
      'pci_devices',
    ]);
  });

  const files: [string, string][] = [
    ['inspector.config.js', 'module.exports = { listenPort: 1234 };'],
    ['inspector.config.mjs', 'export default { listenPort: 1234 };'],
    ['inspector.config.mjs', 'export default async () => ({ listenPort: 1234 });'],
    ['inspector.config.cjs', 'module.exports = { listenPort: 1234 };'],
    ['inspector.config.json', '{"listenPort": 1234}'],
    ['inspector.config.yaml', 'listenPort: 1234'],
    ['package.json', '{"inspector": {"listenPort": 1234}}'],
  ];
  for (const [name, content] of files) {
    it(`reads ${name}: ${content}`, async () => {
      await write(name, content);
      expect((await load()).listenPort).to.equal(1234);
    });
  }

  it('takes secrets from the credentials of the service manager, unless the environment has them', async () => {
    await mkdir(join(cwd, 'credentials'));
    await write('credentials/INSPECTOR_RPC__SECRET', 'a secret of some length \n');
    await write('credentials/INSPECTOR_DATABASE__CONNECTION', 'sqlite:///one\n');
    await write('credentials/tls.key', 'of somebody else');
    await write('inspector.config.json', '{"requiredEnvironment": ["INSPECTOR_RPC__SECRET"]}');
    const env = {
      CREDENTIALS_DIRECTORY: join(cwd, 'credentials'),
      INSPECTOR_DATABASE__CONNECTION: 'sqlite:///other',
    };
    const config = await load(env);
    expect([config.rpc.secret, config.database.connection]).to.deep.equal([
      'a secret of some length ',
      'sqlite:///other',
    ]);
    expect(await problemsOf({ ...env, CREDENTIALS_DIRECTORY: join(cwd, 'missing') })).to.match(
      /^INSP_CONFIG_UNREADABLE: Cannot read the credentials of the service manager: .*missing.*CREDENTIALS_DIRECTORY/,
    );
    await write('credentials/INSPECTOR_LISTEN_PORT', 'secret-port');
    expect(await problemsOf(env))
      .to.include('(set by INSPECTOR_LISTEN_PORT)')
      .and.not.include('secret-port');
  });

  it('reads the file named by the operator instead', async () => {
    await write('inspector.config.json', '{"listenPort": 1}');
    await write('other.json', '{"listenPort": 2}');
    expect((await load({}, 'other.json')).listenPort).to.equal(2);
  });

  it('lets the environment override the file', async () => {
    await write('inspector.config.json', '{"processing": {"storeData": "none", "powerOff": true}}');
    const config = await load({
      INSPECTOR_PROCESSING__STORE_DATA: 'swift',
      INSPECTOR_PROCESSING__POWER_OFF: 'no',
      INSPECTOR_LISTEN_PORT: '0',
      INSPECTOR_PXE_FILTER__SYNC_PERIOD: '7',
      INSPECTOR_SWIFT__CONTAINER: 'box',
      INSPECTOR_PLUGINS__STORAGE_S3__BUCKET: 'b',
      INSPECTOR_URL: 'http://elsewhere',
    });
    expect(config.processing).to.include({ storeData: 'swift', powerOff: false });
    expect(config.listenPort).to.equal(0);
    expect(config.pxeFilter.syncPeriod).to.equal(7);
    expect(config.pluginGroups['swift']).to.deep.equal({ container: 'box' });
    expect(config.plugins['storage-s3']).to.deep.equal({ bucket: 'b' });
  });

  it('reads comma-separated lists and puts the default hooks where they are asked for', async () => {
    await write(
      'inspector.config.json',
      '{"processing": {"processingHooks": "$default_processing_hooks, lldp_basic"}}',
    );
    expect((await load()).processing.processingHooks.slice(-2)).to.deep.equal(['pci_devices', 'lldp_basic']);
  });

  it('reads lists in the environment, with commas or as JSON', async () => {
    for (const written of ['scheduler, lldp_basic', '["scheduler", "lldp_basic"]'])
      expect(
        (await load({ INSPECTOR_PROCESSING__PROCESSING_HOOKS: written })).processing.processingHooks,
      ).to.deep.equal(['scheduler', 'lldp_basic']);
  });

  it('reports every problem at once, each with its path', async () => {
    await write(
      'inspector.config.json',
      '{"listenPort": "5050", "procesing": 1, "processing": {"addPorts": "some", "keep_ports": "all"}, "timeout": 1.5}',
    );
    const text = await problemsOf();
    expect(text).to.match(
      /^INSP_CONFIG_INVALID: The configuration has 5 problems in .*inspector\.config\.json:/,
    );
    expect(text).to.include('listenPort: must be an integer');
    expect(text).to.include('procesing: is not an option; did you mean processing?');
    expect(text).to.include('processing.addPorts: must be one of all, active, pxe, disabled');
    expect(text).to.include('processing.keep_ports: is not an option; did you mean processing.keepPorts?');
    expect(text).to.include('timeout: must be an integer');
  });

  it('names the variable a bad value came from', async () => {
    expect(await problemsOf({ INSPECTOR_TIMEOUT: 'soon' })).to.include(
      'timeout: must be an integer (set by INSPECTOR_TIMEOUT)',
    );
  });

  it('takes a variable that is almost an option for a mistake, and leaves others alone', async () => {
    expect(await problemsOf({ INSPECTOR_LISTEN_PROT: '5051' })).to.include(
      'listenProt: is not an option; did you mean listenPort? (set by INSPECTOR_LISTEN_PROT)',
    );
    const others = ['URL', 'TOKEN', 'USERNAME', 'PASSWORD', 'TEST_LOG', 'TEST_SEED', 'PORT', 'SERVICE_PORT'];
    const env = Object.fromEntries(others.map((name) => [`INSPECTOR_${name}`, 'tcp://192.0.2.1:5050']));
    expect((await load(env)).listenPort).to.equal(5050);
  });

  const dead: [object, string][] = [
    [
      { backends: ['disk_full'] },
      'healthcheck.backends.0: must be one of disable_by_file, disable_by_files_ports',
    ],
    [{ path: 'healthcheck' }, 'healthcheck.path: must begin with /'],
    [{ disableByFilePaths: ['/run/down'] }, 'healthcheck.disableByFilePaths: must be pairs of port and path'],
  ];
  for (const [healthcheck, problem] of dead) {
    it(`refuses what would never take effect: ${JSON.stringify(healthcheck)}`, async () => {
      await write('inspector.config.json', JSON.stringify({ healthcheck }));
      expect(await problemsOf()).to.include(problem);
    });
  }

  it('reports contradicting options together', async () => {
    await write(
      'inspector.config.json',
      '{"processing": {"addPorts": "disabled", "keepPorts": "added", "nodeNotFoundHook": "enroll"}, "pxeFilter": {"denyUnknownMacs": true}}',
    );
    const text = await problemsOf();
    expect(text).to.include('add_ports set to disabled and keep_ports set to added');
    expect(text).to.include('These options cannot both be enabled simultaneously');
  });

  for (const address of ['0.0.0.0', '::', '192.0.2.1', 'inspector.example']) {
    it(`refuses to serve everybody on ${address}`, async () => {
      await write('inspector.config.json', JSON.stringify({ listenAddress: address }));
      expect(await problemsOf()).to.match(/^INSP_CONFIG_UNSAFE: .*noauth/);
      await write(
        'inspector.config.json',
        JSON.stringify({ listenAddress: address, allowUnauthenticated: true }),
      );
      expect((await load()).listenAddress).to.equal(address);
    });
  }

  it('may import @inspector/core where it is not installed, such as in /etc', async () => {
    const content = (port: number): string =>
      `import { defineConfig } from '@inspector/core';\nexport default defineConfig({ listenPort: ${port} });`;
    for (const port of [1234, 1235]) {
      await write('inspector.config.mjs', content(port));
      await utimes(join(cwd, 'inspector.config.mjs'), new Date(), new Date(Date.now() + port));
      expect((await load()).listenPort).to.equal(port);
    }
  });

  it('reads a file again that has changed', async () => {
    for (const [name, before, after] of [
      ['inspector.config.mjs', 'export default { debug: false };', 'export default { debug: true };'],
      ['other.cjs', 'module.exports = { debug: false };', 'module.exports = { debug: true };'],
    ] as const) {
      await write(name, before);
      expect((await load({}, name)).debug).to.equal(false);
      await write(name, after);
      await utimes(join(cwd, name), new Date(), new Date(Date.now() + 1000));
      expect((await load({}, name)).debug).to.equal(true);
    }
  });

  const reasons: [string, string, RegExp][] = [
    [
      'broken.mjs',
      'export default {\n  debug: true,\n  a b\n};\n',
      /: line 3, column 5: Unexpected identifier/,
    ],
    ['broken.cjs', 'module.exports = {\n  debug: true,\n', /: line 3: Unexpected end of input/],
    ['unexported.mjs', 'export const config = {};', /has no default export/],
    ['throws.mjs', 'throw "no";', /: it throws no$/m],
    ['function.mjs', 'export default () => { throw new Error("not today"); };', /: not today$/m],
    ['missing.mjs', 'import "@acme/nowhere"; export default {};', /Cannot find package '@acme\/nowhere'/],
    ['config.toml', 'debug = true', /its name must end in \.js, \.mjs, \.cjs, \.json/],
    ['half.json', '{"debug": ', /half\.json: line 1, column 11: .*value expected/],
    [
      'comma.json',
      '{"listenPort": 5050,\n "debug": true,\n}',
      /comma\.json: line 3, column 1: .*no comma before a closing brace/,
    ],
    ['comment.json', '{\n  // port\n  "listenPort": 1}', /comment\.json: line 2, column 3: .*no comments/],
    ['quote.json', "{'listenPort': 1}", /quote\.json: line 1, column 2: .*double quotes only/],
    ['list.yaml', 'debug: true\nlistenPort: [1\n', /list\.yaml: line \d, column \d+: /],
    ['tab.yaml', 'processing:\n\tpowerOff: false\n', /tab\.yaml: line 2, column 1: .*[Tt]ab/],
    ['twice.yaml', 'debug: true\ndebug: false\n', /twice\.yaml: line 2, column 1: this key was there before/],
    ['wide.json', '\uFFFD\uFFFD{}', /wide\.json: it is not written in UTF-8/],
  ];
  for (const [name, content, reason] of reasons) {
    it(`says in a few lines what is wrong with ${name}`, async () => {
      await write(name, content);
      const text = await problemsOf({}, name);
      expect(text)
        .to.match(/^INSP_CONFIG_UNREADABLE: Cannot read /)
        .and.match(reason);
      expect(text).to.match(/\nCorrect the file, or name another one with --config FILE\.$/);
      expect(text.split('\n').length).to.be.below(4);
    });
  }

  const unreadable: [string, string, string][] = [
    ['broken JSON', 'inspector.config.json', '{"listenPort": '],
    ['broken JavaScript', 'inspector.config.mjs', 'export default {'],
    ['a module that throws', 'inspector.config.mjs', 'throw new Error("no secrets here")'],
    ['a list', 'inspector.config.json', '[1]'],
    ['a text', 'inspector.config.mjs', 'export default "x"'],
  ];
  for (const [what, name, content] of unreadable) {
    it(`says which file is unreadable: ${what}`, async () => {
      await write(name, content);
      expect(await problemsOf())
        .to.match(/^INSP_CONFIG_UNREADABLE/)
        .and.include(cwd);
    });
  }

  it('says so when the named file does not exist', async () => {
    expect(await problemsOf({}, 'nowhere.json')).to.match(/^INSP_CONFIG_UNREADABLE: .*nowhere\.json/);
  });

  it('is refused without a variable of the environment that it needs', async () => {
    const name = 'INSPECTOR_DATABASE__CONNECTION';
    await write('inspector.config.json', JSON.stringify({ requiredEnvironment: [name] }));
    expect(await problemsOf()).to.match(/^INSP_CONFIG_INVALID: .*INSPECTOR_DATABASE__CONNECTION is not set/s);
    expect((await load({ [name]: 'sqlite:////tmp/x' })).database.connection).to.equal('sqlite:////tmp/x');
  });

  it('names the file where it was searched for', async () => {
    await write('inspector.config.json', '{"debug": true,}');
    const text = await problemsOf();
    expect(text).to.contain(`Cannot read ${join(cwd, 'inspector.config.json')}: line 1, column 16: `);
  });

  for (const [name, content] of files.filter(([file]) => !file.endsWith('js'))) {
    it(`reads ${name} with a byte order mark`, async () => {
      await write(name, `\uFEFF${content}`);
      expect((await load()).listenPort).to.equal(1234);
    });
  }

  it('says that a value of YAML is empty', async () => {
    await write('inspector.config.yaml', 'listenPort:\nprocessing:\ndatabase:\n  connection:\n');
    const text = await problemsOf();
    expect(text).to.match(/listenPort: is empty, and must be an integer; give it a value or remove the line/);
    expect(text).to.match(/processing: is empty, and must be an object/);
    expect(text).to.match(/database\.connection: is empty, and must be a string/);
  });

  it('takes an empty file for no options', async () => {
    await write('inspector.config.yaml', '');
    expect((await load()).listenPort).to.equal(5050);
  });

  it('is not polluted by __proto__ in a file', async () => {
    await write(
      'inspector.config.json',
      '{"__proto__": {"debug": true}, "processing": {"__proto__": {"powerOff": false}}}',
    );
    await problemsOf().catch(() => load());
    expect(({} as { debug?: boolean }).debug).to.equal(undefined);
  });
});
