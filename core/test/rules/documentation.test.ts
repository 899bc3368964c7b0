import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readRuleFiles } from '../../src/cli/rule/rule-files.js';
import { compileFormat } from '../../src/rules/format/format.js';
import { rulesDatabase, rulesOver, type RulesDatabase } from './rules-fixture.js';

const page = (name: string): Promise<string> =>
  readFile(new URL(`../../../docs/${name}/rules.md`, import.meta.url), 'utf8');

describe('the pages about rules', () => {
  let opened: RulesDatabase;
  let folder: string;

  before(async () => {
    opened = await rulesDatabase();
    folder = await mkdtemp(join(tmpdir(), 'inspector-rule-pages-'));
  });
  after(async () => {
    await opened.remove();
    await rm(folder, { recursive: true });
  });

  it('show rules that can be imported', async () => {
    const blocks = [...(await page('guide')).matchAll(/```yaml\n(.*?)```/gs)].map(([, block = '']) => block);
    const { service } = await rulesOver(opened.database);
    for (const [index, block] of blocks.entries()) {
      const name = `${String(index)}.yaml`;
      await writeFile(join(folder, name), block);
      const { text } = await readRuleFiles([name], { cwd: folder, stdin: process.stdin });
      await service.importRules(text, { replace: false });
    }
    expect(await service.list())
      .to.have.length(blocks.length)
      .and.length.above(2);
  });

  it('show templates with the results they have', async () => {
    const data = { n: 5, f: 1.5, s: 'str', l: [1, 'z'] };
    const rows = [...(await page('reference')).matchAll(/^\| `(\{+data[^`]*)` \| `([^`]*)`/gm)];
    expect(rows).to.have.length(7);
    for (const [, template = '', result] of rows) expect(compileFormat(template)(data)).to.equal(result);
  });
});
