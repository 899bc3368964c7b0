import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Examination, Finding } from '@inspector/plugin-api/package';
import { Command } from 'commander';
import { expect } from 'chai';
import type { UserConfig } from '../../src/index.js';
import type { CliContext } from '../../src/cli/context.js';
import { installPlugins } from '../../src/cli/plugins.js';
import { resolveConfig } from '../../src/config/load.js';
import { FolderTree, hookPackage } from '../plugin-host/folder-tree.js';
import { problemOf, ZOO } from '../plugin-host/zoo.js';

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Nothing of core itself: only what the zoo offers. */
const OFF: UserConfig = { pluginHost: { roots: [ZOO] }, processing: { processingHooks: ['zoo_ok'] } };

/** What `plugins validate --json` prints, whatever it checks. */
interface Validation {
  readonly usable: boolean;
  readonly findings: readonly Finding[];
  readonly packages: readonly Examination[];
}

const run = (words: string, config: UserConfig = OFF): Promise<Outcome> => runWords(words.split(' '), config);

async function runWords(words: readonly string[], config: UserConfig = OFF, env = {}): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  let code = 0;
  const context = {
    cwd: ZOO,
    env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: { write: (text: string) => err.push(text) } as unknown as NodeJS.WriteStream,
    print: (line = '') => void out.push(line),
    warn: (line: string) => void err.push(line),
    loadConfig: async () => resolveConfig(config),
    setExitCode: (status: number) => void (code = status),
    signal: new AbortController().signal,
  } satisfies CliContext;
  const program = new Command('inspector').exitOverride();
  installPlugins(program, context);
  await program.parseAsync(['plugins', ...words], { from: 'user' });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('inspector plugins list', () => {
  it('shows name, group, state, package and version of everything installed', async () => {
    const { out, code } = await run('list');

    expect(out.split('\n')[0]).to.match(/^NAME +GROUP +STATE +PACKAGE +VERSION$/);
    expect(out).to.match(
      /^zoo_ok +inspector\.hook\.processing +enabled +@acme\/inspector-hook-ok +1\.0\.0$/m,
    );
    expect(out).to.match(/^zoo_cjs +inspector\.hook\.processing +available /m);
    expect(out).to.match(/^zoo_wrong_api .* broken /m);
    expect(out).to.match(/^bad-json +- +broken /m);
    expect(code).to.equal(0);
  });

  it('says why something is broken, and what is installed twice', async () => {
    const { out } = await run('list');

    expect(out).to.contain(
      'zoo_wrong_api (inspector-hook-wrong-api): inspector-hook-wrong-api is written for version 7',
    );
    expect(out).to.contain(
      'zoo_twin (inspector-hook-twin-a): The processing hook "zoo_twin" is offered more than once',
    );
  });

  it('knows of an enabled plugin that fails only when it is imported', async () => {
    const { out, err } = await run('list', { ...OFF, processing: { processingHooks: ['zoo_throws'] } });

    expect(out).to.match(/^zoo_throws .* broken /m);
    expect(err).to.contain('"inspector plugins validate" says why');
  });

  it('shows only what is asked for', async () => {
    const names = async (words: string): Promise<string[]> =>
      (JSON.parse((await run(`list --json ${words}`)).out) as { name: string }[]).map(({ name }) => name);

    expect(await names('--state enabled --kind hook')).to.deep.equal(['zoo_ok']);
    expect(await names('--kind rule --third-party')).to.deep.equal(['zoo-note', 'zoo-odd']);
    expect(await names('--third-party --state broken'))
      .to.include('zoo_wrong_api')
      .and.not.include('zoo_ok');
    expect((await run('list --kind baremetal --third-party')).out).to.equal('No installed plugin fits.');
  });

  it('prints JSON', async () => {
    const rows = JSON.parse((await run('list --json')).out) as Record<string, unknown>[];

    expect(rows.find(({ name }) => name === 'zoo_ok')).to.deep.equal({
      name: 'zoo_ok',
      group: 'inspector.hook.processing',
      kind: 'hook',
      package: '@acme/inspector-hook-ok',
      version: '1.0.0',
      state: 'enabled',
    });
  });
});

describe('inspector plugins info', () => {
  for (const name of ['zoo_ok', 'zoo-ok', 'zoo-other-name', 'hook-ok', '@acme/inspector-hook-ok']) {
    it(`finds a plugin by ${name}`, async () => {
      const { out } = await run(`info ${name}`);

      expect(out).to.contain('@acme/inspector-hook-ok 1.0.0');
      expect(out).to.contain('options: under plugins.hook-ok');
      expect(out).to.contain('zoo_ok: inspector.hook.processing, enabled, also known as zoo-other-name');
      expect(out).to.contain('label (string, default "unnamed")');
    });
  }

  it('shows what is wrong with a broken plugin', async () => {
    const { out } = await run('info zoo_throws');

    expect(out).to.contain('zoo_throws: inspector.hook.processing, broken');
    expect(out).to.contain('TypeError: no such thing as a rack');
  });

  it('shows all packages that offer a name', async () => {
    const { out } = await run('info zoo_twin');

    expect(out).to.contain('inspector-hook-twin-a 1.0.0').and.to.contain('inspector-hook-twin-b 1.0.0');
  });

  it('prints JSON', async () => {
    const [one] = JSON.parse((await run('info zoo_ok --json')).out) as Record<string, unknown>[];

    expect(one).to.include({
      package: '@acme/inspector-hook-ok',
      kind: 'hook',
      optionsAt: 'plugins.hook-ok',
    });
    expect(one?.['problems']).to.deep.equal([]);
  });

  it('suggests a name that exists', async () => {
    const problem = await problemOf(run('info zoo_okk'));

    expect(problem.code).to.equal('INSP_PLUGIN_NOT_INSTALLED');
    expect(problem.message).to.contain('Did you mean "zoo_ok"?');
  });
});

describe('inspector plugins validate', () => {
  let folder: FolderTree;
  beforeEach(async () => {
    folder = await FolderTree.create();
  });
  afterEach(() => folder.remove());

  const validate = async (tree: Parameters<FolderTree['write']>[0], name: string): Promise<Outcome> => {
    await folder.write(tree);
    return run(`validate ${folder.path}/${name}`);
  };

  it('without a target tells every problem of what is enabled and fails', async () => {
    const { err, code } = await run('validate', {
      ...OFF,
      processing: { processingHooks: ['zoo_throws', 'zoo_ook'] },
    });

    expect(err).to.contain('[INSP_PLUGIN_IMPORT_FAILED]').and.to.contain('[INSP_PLUGIN_NOT_INSTALLED]');
    expect(code).to.equal(1);
  });

  it('without a target prints problems as JSON', async () => {
    const config = { ...OFF, processing: { processingHooks: ['zoo_throws'], storeData: 'nowhere' } };
    const { out, code } = await run('validate --json', config);

    const { usable, findings, packages } = JSON.parse(out) as Validation;
    expect(usable).to.equal(false);
    expect(findings.map((finding) => finding.code)).to.include.members([
      'INSP_PLUGIN_IMPORT_FAILED',
      'INSP_PLUGIN_NOT_INSTALLED',
    ]);
    expect(findings.find((finding) => finding.code === 'INSP_PLUGIN_IMPORT_FAILED')?.stack).to.contain(
      '    at ',
    );
    expect(packages.map((one) => one.package)).to.include('inspector-rule-zoo');
    expect(code).to.equal(1);
  });

  it('finds a plugin under development good that is', async () => {
    const tree = hookPackage('.', 'inspector-hook-rack', 'rack');
    const { out, code } = await validate(tree, 'inspector-hook-rack');

    expect(out).to.contain('ok    name: kind hook, id rack');
    expect(out).to.contain('ok    inspector.hook.processing "rack": ./index.js, no options');
    expect(out).to.contain('It can be used.');
    expect(code).to.equal(0);
  });

  it('warns of what only users will notice', async () => {
    const source = "export default { id: 'rack', aliases: ['position'], setup: () => ({}) };\n";
    const tree = hookPackage('.', 'inspector-hook-rack', 'rack', source);
    const manifest = tree['./inspector-hook-rack/package.json'] as object;
    const dependencies = { '@inspector/plugin-api': '^1.0.0' };
    const { out, code } = await validate(
      { ...tree, './inspector-hook-rack/package.json': { ...manifest, dependencies } },
      'inspector-hook-rack',
    );

    expect(out).to.contain('warn  package.json lacks the keyword');
    expect(out).to.contain('warn  @inspector/plugin-api is among its dependencies');
    expect(out).to.contain('"aliases": { "position": "rack" }');
    expect(code).to.equal(0);
  });

  it('fails for a plugin under development that is broken, with code and repair', async () => {
    const tree = hookPackage('.', 'inspector-hook-rack', 'rack', "export default { id: 'rock' };\n");
    const { out, code } = await validate(tree, 'inspector-hook-rack');

    expect(out).to.contain('FAIL  [INSP_PLUGIN_WRONG_SHAPE]');
    expect(out).to.contain('its id is "rock", while the manifest calls it "rack"');
    expect(out).to.contain('It cannot be used like this.');
    expect(code).to.equal(1);
  });

  it('fails for a folder that holds no plugin', async () => {
    const { out, code } = await validate({ 'other/package.json': { name: 'other' } }, 'other');

    expect(out).to.contain('other in').and.to.contain('is no plugin');
    expect(code).to.equal(1);
  });

  it('fails for a folder without package.json', async () => {
    const { out, code } = await validate({ 'other/readme': '' }, 'other');

    expect(out).to.contain('is no package: there is no such file');
    expect(code).to.equal(1);
  });

  it('checks an installed plugin by name', async () => {
    const { out, code } = await run('validate inspector-hook-renamed');

    expect(out).to.contain('[INSP_PLUGIN_BAD_NAME]');
    expect(code).to.equal(1);
  });

  it('prints JSON of a package', async () => {
    const { usable, findings, packages } = JSON.parse(
      (await run('validate zoo_bad_schema --json')).out,
    ) as Validation;

    expect({ usable, findings }).to.deep.equal({ usable: false, findings: [] });
    expect(packages[0]?.findings.map(({ code }) => code)).to.contain('INSP_PLUGIN_BAD_SCHEMA');
  });
});

describe('inspector plugins validate --setup', () => {
  let folder: FolderTree;
  beforeEach(async () => {
    folder = await FolderTree.create();
  });
  afterEach(() => folder.remove());

  const tried = async (setup: string, ...words: string[]): Promise<Outcome & { packages: Examination[] }> => {
    const schema = `{ type: 'object', properties: { row: { type: 'integer' } }, additionalProperties: false }`;
    const source = `export default { id: 'rack', configSchema: ${schema}, setup: ${setup} };`;
    await folder.write(hookPackage('.', 'inspector-hook-rack', 'rack', source));
    const place = `${folder.path}/inspector-hook-rack`;
    const outcome = await runWords(['validate', place, '--setup', '--json', ...words]);
    return { ...outcome, ...(JSON.parse(outcome.out) as { packages: Examination[] }) };
  };
  const lastOf = ({ packages }: { readonly packages: readonly Examination[] }) =>
    packages[0]?.findings.at(-1);

  it('sets up what the folder offers with the options given, and closes it', async () => {
    const setup = `({ config, baremetal, log }) => {
      log.warn(typeof baremetal.getNode);
      return { beforeUpdate() {}, close() { log.warn('closed ' + config.row); } };
    }`;
    const outcome = await tried(setup, '--options', '{"row": 4}');
    expect(lastOf(outcome)?.message).to.match(/"rack": set up in \d+ ms, and closed$/);
    expect(outcome.err).to.contain('warn: function').and.contain('warn: closed 4');
    expect(outcome.code).to.equal(0);
  });

  for (const [title, setup, options, code, text] of [
    [
      'options its schema refuses',
      '() => ({})',
      '{"rwo": 4}',
      'INSP_PLUGIN_BAD_OPTIONS',
      'rwo: is not an option',
    ],
    [
      'a setup that throws',
      `() => { throw new Error('no table'); }`,
      '{}',
      'INSP_PLUGIN_SETUP_FAILED',
      'inspector-hook-rack/index.js:1:',
    ],
    ['a setup that returns nothing', '() => undefined', '{}', 'INSP_PLUGIN_WRONG_SHAPE', 'it is undefined'],
    [
      'a storage backend in the group of hooks',
      '() => ({ get() {}, save() {} })',
      '{}',
      'INSP_PLUGIN_WRONG_SHAPE',
      'it has the methods of a storage backend (get, save); its group is inspector.storage',
    ],
    [
      'a close that throws',
      `() => ({ beforeUpdate() {}, close() { throw new Error('still open'); } })`,
      '{}',
      'INSP_PLUGIN_CLOSE_FAILED',
      '"close" of "rack" (inspector-hook-rack) throws: still open',
    ],
  ] as const) {
    it(`finds ${title}`, async () => {
      const outcome = await tried(setup, '--options', options);
      expect(lastOf(outcome)).to.include({ outcome: 'error', code });
      expect(lastOf(outcome)?.message).to.contain(text);
      expect(outcome.code).to.equal(1);
    });
  }

  it('sets up what is enabled', async () => {
    const { err } = await run('validate --setup', {
      ...OFF,
      processing: { processingHooks: ['zoo_setup_throws'], storeData: 'nowhere' },
    });
    expect(err).to.contain('INSP_PLUGIN_NOT_INSTALLED');
  });

  it('takes options from a file, and says what is wrong with them', async () => {
    await folder.write({ 'options.json': { row: 2 }, 'list.json': [], 'broken.json': '{' });
    const close = `({ config }) => ({ beforeUpdate() {}, close() { if (config.row !== 2) throw new Error('no'); } })`;
    expect((await tried(close, '--options', `${folder.path}/options.json`)).code).to.equal(0);
    for (const [given, text] of [
      [`${folder.path}/none.json`, 'none.json cannot be read: there is no such file'],
      [`${folder.path}/broken.json`, 'broken.json cannot be read'],
      [`${folder.path}/list.json`, 'list.json is no object of JSON'],
      ['{row: 4}', '--options cannot be read'],
    ] as const) {
      expect((await problemOf(tried(close, '--options', given))).message).to.contain(text);
    }
  });
});

describe('inspector plugins validate of a place that is none', () => {
  it('says that there is no such folder', async () => {
    for (const target of ['./nope', '../nope', '/nope']) {
      const { message } = await problemOf(run(`validate ${target}`));
      expect(message).to.match(/^There is no folder \/.*nope\.\n/);
    }
    expect((await problemOf(run('validate README.md'))).message).to.contain('README.md is no folder.');
    expect((await problemOf(run('validate nope'))).message).to.contain(
      'No plugin or plugin package called "nope"',
    );
  });
});

describe('inspector plugins list --available', () => {
  const hit = (name: string, description: string) => ({
    package: {
      name,
      version: '2.0.0',
      description,
      keywords: ['inspector-plugin'],
      maintainers: [],
      date: '2026-01-01T00:00:00Z',
    },
  });

  /** Searches a registry on this machine. */
  const search = async (
    answer: object,
    status: number,
    ...words: string[]
  ): Promise<Outcome & { asked: string }> => {
    let asked = '';
    const registry = createServer((request, response) => {
      asked = request.url ?? '';
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    }).listen(0, '127.0.0.1');
    await once(registry, 'listening');
    const home = await FolderTree.create();
    try {
      const { port } = registry.address() as AddressInfo;
      return {
        ...(await runWords(['list', '--available', ...words], OFF, environment(home.path, port))),
        asked,
      };
    } finally {
      registry.close();
      registry.closeAllConnections();
      await home.remove();
    }
  };
  const environment = (home: string, port: number) => ({
    PATH: process.env['PATH'],
    HOME: home,
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_cache: `${home}/cache`,
    npm_config_update_notifier: 'false',
  });
  const HITS = {
    objects: [
      hit('@acme/inspector-hook-ok', 'Is fine'),
      hit('@inspector/storage-s3', 'Keeps data in S3'),
      hit('my-plugin', 'Is none'),
    ],
    total: 3,
  };

  it('shows the plugins of the registry, and which are installed', async () => {
    const { out, asked } = await search(HITS, 200);
    expect(decodeURIComponent(asked)).to.contain('text=keywords:inspector-plugin');
    expect(out).to.match(/^@acme\/inspector-hook-ok +2\.0\.0 +hook +1\.0\.0 +Is fine$/m);
    expect(out).to.match(/^@inspector\/storage-s3 +2\.0\.0 +storage +1\.0\.0 +Keeps data in S3$/m);
    expect(out).to.not.contain('my-plugin');
    const { out: json } = await search(HITS, 200, '--json', '--third-party', '--kind', 'hook');
    expect(JSON.parse(json)).to.deep.equal([
      {
        package: '@acme/inspector-hook-ok',
        version: '2.0.0',
        kind: 'hook',
        description: 'Is fine',
        installed: '1.0.0',
      },
    ]);
  });

  it('says in a sentence that the registry has nothing, fails, or does not answer', async () => {
    expect((await search({ objects: [], total: 0 }, 200)).out).to.equal('The registry has no such plugin.');
    const failing = await problemOf(search({ error: 'nothing for you' }, 403));
    expect(failing.code).to.equal('INSP_REGISTRY_FAILED');
    expect(failing.message).to.match(
      /^The npm registry could not be searched: 403 .*\.\nSee "npm config get/,
    );
    const port = await closedPort();
    const home = await FolderTree.create();
    const silent = await problemOf(runWords(['list', '--available'], OFF, environment(home.path, port)));
    await home.remove();
    expect(silent.message).to.match(/could not be searched: .*ECONNREFUSED/);
    const nowhere = await problemOf(runWords(['list', '--available'], OFF, { PATH: '/nonexistent' }));
    expect(nowhere.message).to.contain('npm is not installed, or not in PATH');
  });
});

/** A port at which nobody answers: its server has gone. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
