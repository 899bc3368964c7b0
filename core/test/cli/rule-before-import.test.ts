import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { Command, CommanderError } from 'commander';
import type { CliContext } from '../../src/cli/context.js';
import { installRule } from '../../src/cli/rule.js';
import { InspectorError } from '@inspector/plugin-api';
import { ApiServer } from '../api/api-server.js';
import { NODE_UUID, rulesDatabase, rulesOver, type RulesDatabase } from '../rules/rules-fixture.js';

const OTHER_NODE = '7b0f0a3e-3c5d-4a39-9d3a-222222222222';
const WITHOUT = 'description: all\nactions: [{action: example}]\n';
const BIG = `- description: big
  conditions: [{op: ge, field: memory_mb, value: 1024}]
  actions: [{action: add-trait, name: CUSTOM_BIG}]
`;

describe('rules before they are imported', () => {
  let opened: RulesDatabase;
  let server: ApiServer;
  let rules: Awaited<ReturnType<typeof rulesOver>>;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-rule-before-'));
    opened = await rulesDatabase();
    rules = await rulesOver(opened.database, {
      loadData: (uuid) =>
        uuid === NODE_UUID
          ? Promise.resolve({ memory_mb: 4096 })
          : Promise.reject(new InspectorError('INSP_DATA_NOT_FOUND', `No data of node ${uuid}`)),
      readNode: (uuid) => Promise.resolve({ uuid }),
    });
    server = await ApiServer.start({}, { rules: rules.service });
  });
  after(async () => {
    await server.close();
    await opened.remove();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => rules.service.deleteAll());

  /** @param answer - what a person types; undefined: nobody is there */
  async function run(words: string[], answer?: string): Promise<{ code: number; out: string; err: string }> {
    const [out, err]: string[][] = [[], []];
    let code = 0;
    const terminal = { isTTY: answer !== undefined };
    const stdin = Object.assign(new PassThrough(), terminal);
    const asked = Object.assign(new PassThrough(), terminal);
    // Answers a question once it is asked.
    asked.on('data', (text: Buffer) => {
      err!.push(String(text).trimEnd());
      if (String(text).includes('[y/N]')) stdin.write(`${answer ?? ''}\n`);
    });
    const context = {
      cwd: folder,
      env: { INSPECTOR_URL: server.url },
      stdin,
      stdout: process.stdout,
      stderr: asked,
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
      if (InspectorError.is(error)) return { code: 1, out: out!.join('\n'), err: error.message };
      if (!(error instanceof CommanderError)) throw error;
      code = 2;
    }
    return { code, out: out!.join('\n'), err: err!.join('\n') };
  }
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return name;
  };

  it('that do not say for which machines are not imported where nobody can be asked', async () => {
    const { code, err } = await run(['import', await file('all.yaml', WITHOUT)]);
    expect([code, err]).to.deep.equal([
      1,
      'all.yaml, rule 1 (line 1): a rule without conditions applies to every machine. Write `conditions: []` if that is meant.',
    ]);
    expect(await rules.service.list()).to.deep.equal([]);
  });

  for (const [answer, count] of [
    ['y', 1],
    ['yes', 1],
    ['', 0],
    ['n', 0],
  ] as const) {
    it(`that do not say for which machines are asked about; ${answer === '' ? 'nothing' : answer} is an answer`, async () => {
      const { code } = await run(['import', await file('all.yaml', WITHOUT)], answer);
      expect(code).to.equal(1 - count);
      expect(await rules.service.list()).to.have.length(count);
    });
  }

  it('that say so by an empty list are imported without a question', async () => {
    const { code } = await run(['import', await file('said.yaml', `conditions: []\n${WITHOUT}`)]);
    expect(code).to.equal(0);
  });

  it('are explained from their file, and nothing is stored', async () => {
    const { code, out } = await run(['explain', '--file', await file('big.yaml', BIG), NODE_UUID]);
    expect(code).to.equal(0);
    expect(out)
      .to.match(/^big \([-0-9a-f]+\): applies\n/)
      .and.include('trait add "CUSTOM_BIG"');
    expect(await rules.service.list()).to.deep.equal([]);
  });

  it('are explained for several nodes; one without data is named and does not hide the others', async () => {
    const name = await file('big.yaml', BIG);
    const { code, out, err } = await run(['explain', '--file', name, NODE_UUID, OTHER_NODE]);
    expect([code, err]).to.deep.equal([1, `No data of node ${OTHER_NODE}`]);
    expect(out).to.include(`Node ${NODE_UUID}\nbig (`);
    const json = await run(['explain', '--file', name, '--json', NODE_UUID, NODE_UUID]);
    expect(JSON.parse(json.out)).to.have.length(2);
  });

  it('are explained for all nodes that have finished', async () => {
    server.records.add({ uuid: NODE_UUID, name: 'rack3-07', state: 'finished' });
    const { out, err } = await run(['explain', '--file', await file('big.yaml', BIG), '--all']);
    expect(out).to.include(`Node ${NODE_UUID} (rack3-07)\n`);
    expect(err).to.equal('1 of 1 nodes get a rule applied, 0 would fail');
  });

  it('that are wrong are named by file and place', async () => {
    const name = await file('bad.yaml', BIG.replace('name: CUSTOM_BIG', 'nome: CUSTOM_BIG'));
    const { code, err } = await run(['explain', '--file', name, NODE_UUID, NODE_UUID]);
    expect(code).to.equal(1);
    expect(err).to.match(/^bad\.yaml, rule 1 \(line 1\): Invalid parameters for action add-trait/);
    expect(err.split('\n')).to.have.length(1);
  });

  for (const words of [
    ['explain'],
    ['explain', '--all', NODE_UUID],
    ['explain', '--rule', 'x', '--file', 'y', NODE_UUID],
  ]) {
    it(`rule ${words.join(' ')} says what to choose`, async () => {
      const { code, err } = await run(words);
      expect(code).to.equal(2);
      expect(err).to.match(/^error: /);
    });
  }
});
