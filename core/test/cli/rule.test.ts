import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Command, CommanderError } from 'commander';
import type { CliContext } from '../../src/cli/context.js';
import { installRule } from '../../src/cli/rule.js';
import { InspectorError } from '@inspector/plugin-api';
import { ApiServer } from '../api/api-server.js';
import { NODE_UUID, rulesDatabase, rulesOver, type RulesDatabase } from '../rules/rules-fixture.js';

const UUID = '0d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';
const OTHER = '1d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';
const RULE = `{"uuid": "${UUID}", "description": "big", "scope": "rack-7",
  "conditions": [{"op": "ge", "field": "memory_mb", "value": 5.0, "multiple": "all", "invert": true}],
  "actions": [{"action": "add-trait", "name": "CUSTOM_BIG"}]}`;
const EXAMPLE = `{"uuid": "${OTHER}", "conditions": [], "actions": [{"action": "example"}]}`;

describe('inspector rule', () => {
  let opened: RulesDatabase;
  let server: ApiServer;
  let rules: Awaited<ReturnType<typeof rulesOver>>;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-rule-cli-'));
    opened = await rulesDatabase();
    rules = await rulesOver(opened.database, {
      loadData: () => Promise.resolve({ memory_mb: 4096 }),
      readNode: () => Promise.resolve({ uuid: NODE_UUID, properties: { inspection_scope: 'rack-7' } }),
    });
    server = await ApiServer.start({}, { rules: rules.service });
  });
  after(async () => {
    await server.close();
    await opened.remove();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => rules.service.deleteAll());

  async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
    const [out, err]: string[][] = [[], []];
    let code = 0;
    const context = {
      cwd: folder,
      env: { INSPECTOR_URL: server.url },
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      print: (line = '') => void out!.push(line),
      warn: (line) => void err!.push(line),
      loadConfig: () => Promise.reject(new Error('not needed')),
      setExitCode: (status) => void (code = status),
      signal: new AbortController().signal,
    } satisfies CliContext;
    const program = new Command('inspector').exitOverride();
    program.configureOutput({ writeErr: (text) => void err!.push(text.trimEnd()) });
    installRule(program, context);
    try {
      await program.parseAsync(['rule', ...words], { from: 'user' });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      code = 2;
    }
    return { code, out: out!.join('\n'), err: err!.join('\n') };
  }
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return name;
  };
  const uuids = async (): Promise<string[]> => (await rules.service.list()).map(({ uuid }) => uuid);

  it('import creates the rules of several files, in JSON and YAML', async () => {
    const yaml = `- uuid: ${OTHER}\n  description: from YAML\n  conditions: [{op: eq, field: a, value: 5.0}, {op: eq, field: b, value: 5}]\n  actions:\n    - {action: example}\n`;
    const { out, err, code } = await run('import', await file('a.json', RULE), await file('b.yaml', yaml));
    expect([code, err]).to.deep.equal([0, '2 rules imported']);
    expect(out).to.equal(`${UUID}  big\n${OTHER}  from YAML`);
    expect(await rules.service.getJson(OTHER))
      .to.include('"value":5.0')
      .and.include('"value":5,');
    expect(await rules.service.getJson(UUID)).to.include('"value":5.0');
  });

  it('import says how many rules it created', async () => {
    expect((await run('import', await file('one.json', RULE))).err).to.equal('1 rule imported');
  });

  it('import takes lists and several YAML documents', async () => {
    await run('import', await file('list.json', `[${RULE}, ${EXAMPLE}]`));
    expect(await uuids()).to.deep.equal([UUID, OTHER]);
    await rules.service.deleteAll();
    await run(
      'import',
      await file(
        'docs.yaml',
        `uuid: ${UUID}\nconditions: []\nactions: [{action: example}]\n---\n${EXAMPLE}\n`,
      ),
    );
    expect(await uuids()).to.deep.equal([UUID, OTHER]);
  });

  it('import creates nothing when one rule of one file is wrong', async () => {
    const bad = await file('bad.json', '{"conditions": [], "actions": [{"action": "fail"}]}');
    const { err, code } = await run('import', await file('good.json', RULE), bad);
    expect(code).to.equal(1);
    expect(err).to.equal(
      'bad.json, rule 1: Invalid parameters for action fail: missing required parameter(s): message',
    );
    expect(await uuids()).to.deep.equal([]);
  });

  it('import refuses rules that exist, unless told to replace them', async () => {
    const name = await file('rule.json', RULE);
    await run('import', name);
    const again = await run('import', name);
    expect([again.code, again.err]).to.deep.equal([
      1,
      `Rule with UUID ${UUID} already exists (rule.json, rule 1)`,
    ]);
    await run('import', '--replace', await file('new.json', RULE.replace('"big"', '"new"')));
    expect((await rules.service.list()).map(({ description }) => description)).to.deep.equal(['new']);
  });

  for (const [name, text] of [
    ['broken.json', '{'],
    ['broken.yaml', 'a: [b\nc: "'],
    ['nan.yaml', 'priority: .nan'],
    ['empty.json', ''],
    ['comments.yaml', '# nothing yet\n'],
  ] as const) {
    it(`import names the file it cannot read: ${name}`, async () => {
      const error: unknown = await run('import', await file(name, text)).catch((reason: unknown) => reason);
      expect(InspectorError.is(error) && error.message).to.include(`Cannot read rules from ${name}: `);
    });
  }

  it('import names the file that is not there', async () => {
    const error: unknown = await run('import', 'nowhere.json').catch((reason: unknown) => reason);
    expect(InspectorError.is(error) && error.message).to.match(
      /^Cannot read rules from nowhere\.json: there is no such file/,
    );
  });

  it('export writes what import takes, numbers as they were', async () => {
    await run('import', await file('both.json', `[${RULE}, ${EXAMPLE}]`));
    const before = await Promise.all([UUID, OTHER].map((uuid) => rules.service.getJson(uuid)));
    expect((await run('export', '--file', 'exported.json')).code).to.equal(0);
    expect(await readFile(join(folder, 'exported.json'), 'utf8'))
      .to.include('"value": 5.0')
      .and.not.include('links');
    await run('delete', '--all');
    await run('import', 'exported.json');
    expect(await Promise.all([UUID, OTHER].map((uuid) => rules.service.getJson(uuid)))).to.deep.equal(before);
  });

  it('export writes a whole file or none', async () => {
    await file('kept.json', 'mine');
    await mkdir(join(folder, 'taken'));
    for (const [target, reason] of [
      ['taken', /^Cannot write .*taken: (E|it is a folder)/],
      ['no/such/folder.json', /^Cannot write .*folder\.json: the folder .*such does not exist/],
    ] as const) {
      const error: unknown = await run('export', '--file', target).catch((reason: unknown) => reason);
      expect(InspectorError.is(error) && error.code).to.equal('INSP_FILE_FAILED');
      expect((error as Error).message).to.match(reason);
    }
    await run('export', UUID, '--file', 'kept.json');
    expect(await readFile(join(folder, 'kept.json'), 'utf8')).to.equal('mine');
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).to.deep.equal([]);
    await rm(join(folder, 'taken'), { recursive: true });
  });

  it('export of some rules prints them', async () => {
    await run('import', await file('both.json', `[${RULE}, ${EXAMPLE}]`));
    const { out } = await run('export', OTHER);
    expect((JSON.parse(out) as { uuid: string }[]).map(({ uuid }) => uuid)).to.deep.equal([OTHER]);
  });

  it('export says that a sensitive rule is left out, and fails', async () => {
    await rules.service.createJson(EXAMPLE.replace('{', '{"sensitive": true, '));
    const { out, err, code } = await run('export');
    expect([JSON.parse(out), code]).to.deep.equal([[], 1]);
    expect(err).to.include(`Rule ${OTHER} is left out`);
  });

  it('list shows UUID, scope and description', async () => {
    await run('import', await file('both.json', `[${RULE}, ${EXAMPLE}]`));
    expect((await run('list')).out.split('\n').map((line) => line.trim())).to.deep.equal([
      'UUID                                  SCOPE   DESCRIPTION',
      `${UUID}  rack-7  big`,
      OTHER,
    ]);
    expect(JSON.parse((await run('list', '--json')).out)).to.deep.equal([
      { uuid: UUID, description: 'big', scope: 'rack-7' },
      { uuid: OTHER, description: null, scope: null },
    ]);
  });

  it('show prints a rule for people', async () => {
    await run('import', await file('both.json', `[${RULE}, ${EXAMPLE}]`));
    expect((await run('show', UUID)).out.split('\n')).to.deep.equal([
      `UUID         ${UUID}`,
      'Description  big',
      'Scope        rack-7',
      'Priority     0',
      'Conditions',
      '  memory_mb not ge value=5.0 (all)',
      'Actions',
      '  add-trait name="CUSTOM_BIG"',
    ]);
    expect((await run('show', OTHER)).out)
      .to.include('Scope        all nodes')
      .and.include('it always applies');
    expect((await run('show', UUID, '--json')).out).to.include('"value": 5.0');
  });

  it('show of a rule that does not exist fails', async () => {
    const { err, code } = await run('show', UUID);
    expect([err, code]).to.deep.equal([`Rule ${UUID} was not found`, 1]);
  });

  it('delete takes rules away, named or all', async () => {
    await run('import', await file('both.json', `[${RULE}, ${EXAMPLE}]`));
    await run('delete', UUID);
    expect(await uuids()).to.deep.equal([OTHER]);
    await run('delete', '--all');
    expect(await uuids()).to.deep.equal([]);
  });

  for (const words of [['delete'], ['delete', '--all', UUID]]) {
    it(`${words.join(' ')} deletes nothing`, async () => {
      await rules.service.createJson(RULE);
      const { err, code } = await run(...words);
      expect([err, code]).to.deep.equal(['error: say which rules to delete: either their UUIDs or --all', 2]);
      expect(await uuids()).to.deep.equal([UUID]);
    });
  }

  for (const word of ['', ' ', '.', '..']) {
    it(`delete '${word}', which would lead to another route, deletes nothing`, async () => {
      await rules.service.createJson(RULE);
      expect((await run('delete', word)).code).to.equal(2);
      expect(await uuids()).to.deep.equal([UUID]);
    });
  }

  it('delete takes no rule away when one of those named does not exist', async () => {
    await rules.service.createJson(RULE);
    const { err, code } = await run('delete', UUID, OTHER);
    expect([err, code]).to.deep.equal([`Rule ${OTHER} was not found`, 1]);
    expect(await uuids()).to.deep.equal([UUID]);
  });

  it('delete takes a rule named twice away once', async () => {
    await rules.service.createJson(RULE);
    expect((await run('delete', UUID, UUID)).code).to.equal(0);
  });

  it('explain shows verdicts and changes', async () => {
    await rules.service.createJson(RULE);
    await rules.service.createJson(
      `{"description": "stop", "conditions": [{"op": "eq", "field": "nothing", "value": 1}], "actions": [{"action": "fail", "message": "x"}]}`,
    );
    await rules.service.createJson(
      `{"uuid": "${OTHER}", "conditions": [{"op": "ge", "field": "memory_mb", "value": 1024}], "actions": [{"action": "add-trait", "name": "CUSTOM_X"}, {"action": "fail", "message": "stop it"}]}`,
    );
    const { out, code } = await run('explain', NODE_UUID);
    expect(code).to.equal(0);
    expect(out.replace(/stop \([^)]*\)/, 'stop (…)').split('\n')).to.deep.equal([
      `big (${UUID}): does not apply`,
      '  yes  scope rack-7, the node has rack-7',
      "  no   memory_mb = 4096: not ge {'value': 5}",
      'stop (…): does not apply',
      "  no   nothing = (nothing): eq {'value': 1}",
      `${OTHER}: applies`,
      "  yes  memory_mb = 4096: ge {'value': 1024}",
      '  action add-trait',
      '    trait add "CUSTOM_X"',
      '  action fail -- stop it',
      '',
      'Would be changed:',
      '  trait add "CUSTOM_X"',
      '',
      'The introspection would fail: stop it',
    ]);
    const one = await run('explain', NODE_UUID, '--rule', UUID, '--json');
    expect((JSON.parse(one.out) as { rules: unknown[] }).rules).to.have.length(1);
  });

  it('explain says when there is nothing to explain', async () => {
    expect((await run('explain', NODE_UUID)).out).to.equal(
      'There are no rules.\n\nNothing would be changed.',
    );
  });

  it('says where the server should be when it is not there', async () => {
    const { err, code } = await run('list', '--url', 'http://127.0.0.1:1');
    expect(code).to.equal(1);
    expect(err).to.include('inspector serve');
  });
});
