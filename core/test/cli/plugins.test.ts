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

async function run(words: string, config: UserConfig = OFF): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  let code = 0;
  const context = {
    cwd: ZOO,
    env: {},
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
  await program.parseAsync(['plugins', ...words.split(' ')], { from: 'user' });
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

    const answer = JSON.parse(out) as { usable: boolean; problems: { code: string; message: string }[] };
    expect(answer.usable).to.equal(false);
    expect(answer.problems[0]?.code).to.equal('INSP_PLUGINS_FAILED');
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

    expect(out).to.contain('is no package: ENOENT');
    expect(code).to.equal(1);
  });

  it('checks an installed plugin by name', async () => {
    const { out, code } = await run('validate inspector-hook-renamed');

    expect(out).to.contain('[INSP_PLUGIN_BAD_NAME]');
    expect(code).to.equal(1);
  });

  it('prints JSON of a package', async () => {
    const [one] = JSON.parse((await run('validate zoo_bad_schema --json')).out) as {
      usable: boolean;
      findings: { outcome: string; code?: string }[];
    }[];

    expect(one?.usable).to.equal(false);
    expect(one?.findings.map(({ code }) => code)).to.contain('INSP_PLUGIN_BAD_SCHEMA');
  });
});
