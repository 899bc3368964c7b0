import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Examination, Finding } from '@inspector/plugin-api/package';
import { expect } from 'chai';
import { MISTAKES_AT_START } from './mistakes/at-start.js';
import { MISTAKES_TO_WARN_OF } from './mistakes/to-warn-of.js';
import { writeMistake, type Written } from './mistakes/write.js';
import { BadSite } from './site.js';
import { ESCAPING, FAILING } from './zoo.js';

const CHECK = fileURLToPath(new URL('mistakes/check.mjs', import.meta.url));

/** Machines that are introspected beside all mistakes; the long form takes as many as a row of racks has. */
const MACHINES = process.env['INSPECTOR_TEST_LONG'] === '1' ? 200 : 40;

/** What came of a package with a mistake. */
interface Checked {
  readonly status: number;
  readonly answer: { readonly usable: boolean; readonly packages: readonly Examination[] };
  readonly suite: readonly string[];
}

const lastLine = (text: string): string => text.split('\n').at(-1) ?? '';

describe('the mistakes of authors', function () {
  this.timeout(120_000);
  let site: BadSite;
  const written: Written[] = [];
  const checked = new Map<string, Checked>();

  before(async () => {
    site = await BadSite.make([ESCAPING, FAILING], {});
    await site.linkPluginApi();
    await writeFile(join(site.folder, 'node_modules/outside.js'), 'export default {};');
    for (const [number, mistake] of [...MISTAKES_AT_START, ...MISTAKES_TO_WARN_OF].entries()) {
      written.push(await writeMistake(site.folder, mistake, number));
    }
    const folders = written.map(({ folder }) => folder);
    const { stdout } = await promisify(execFile)(process.execPath, [CHECK, ...folders], {
      cwd: site.folder,
      maxBuffer: 16 * 1024 * 1024,
    });
    for (const line of stdout.trim().split('\n')) {
      const one = JSON.parse(line) as Checked & { readonly folder: string };
      checked.set(one.folder, one);
    }
  });
  after(() => site.remove());

  const findingsOf = ({ folder }: Written): readonly Finding[] =>
    checked.get(folder)?.answer.packages[0]?.findings ?? [];
  const atStart = (): Written[] => written.slice(0, MISTAKES_AT_START.length);

  it('are at least sixty', () => {
    const runtime = Object.keys({ ...ESCAPING.modules, ...FAILING.modules }).length;
    expect(written.length + runtime).to.be.at.least(60);
  });

  for (const [
    number,
    { title, code, tells, validateTells = tells, repair, onlyTogether },
  ] of MISTAKES_AT_START.entries()) {
    if (onlyTogether) continue;
    it(`are found by validate: ${title}`, () => {
      const one = written[number]!;
      const finding = findingsOf(one).find((each) => each.outcome === 'error');
      expect(finding?.code, JSON.stringify(checked.get(one.folder))).to.equal(code);
      expect(finding?.message).to.contain(one.packageName).and.contain(one.named(validateTells));
      if (validateTells === tells) expect(lastLine(finding?.message ?? '')).to.contain(one.named(repair));
      expect(checked.get(one.folder))
        .to.include({ status: 1 })
        .and.have.nested.property('answer.usable', false);
    });
  }

  it('are found by the suite of packages, where nothing is set up', () => {
    for (const one of atStart().filter(({ mistake }) => !mistake.atSetUp && !mistake.onlyTogether)) {
      const { tells, validateTells = tells, title } = one.mistake;
      expect(checked.get(one.folder)?.suite.join('\n'), title).to.contain(one.named(validateTells));
    }
  });

  for (const [index, { title, tells, repair }] of MISTAKES_TO_WARN_OF.entries()) {
    it(`are warned of: ${title}`, () => {
      const one = written[MISTAKES_AT_START.length + index]!;
      const { status, suite } = checked.get(one.folder)!;
      const warnings = findingsOf(one).filter(({ outcome }) => outcome !== 'ok');
      expect(
        warnings.map(({ outcome }) => outcome),
        JSON.stringify(warnings),
      ).to.deep.equal(['warning']);
      expect(warnings[0]?.message).to.contain(one.named(tells));
      expect(lastLine(warnings[0]?.message ?? '')).to.contain(one.named(repair));
      expect(status).to.equal(0);
      expect(suite.join('\n')).to.contain(one.named(tells));
    });
  }

  for (const [when, atSetUp] of [
    ['before anything is set up', undefined],
    ['when they are set up', true],
  ] as const) {
    it(`are all told at once by a start ${when}`, async () => {
      const wrong = atStart().filter(
        ({ mistake }) =>
          mistake.atSetUp === atSetUp ||
          (atSetUp === undefined && mistake.code === 'INSP_PLUGIN_BAD_OPTIONS'),
      );
      const chosen =
        atSetUp === undefined
          ? wrong
          : wrong.filter(({ mistake }) => mistake.code !== 'INSP_PLUGIN_BAD_OPTIONS');
      await site.configure({
        processing: { processingHooks: ['$default_processing_hooks', ...chosen.map(selects)] },
      });
      expect(await site.run('serve')).to.equal(1);
      const problems = site.err
        .split('\n')
        .filter((line) => !line.startsWith('{'))
        .join('\n')
        .split(/^\d+\. /m);
      for (const { mistake, named, packageName } of chosen) {
        const { code, tells, repair, title } = mistake;
        const told = problems.filter((text) => text.startsWith(`[${code}]`) && text.includes(named(tells)));
        expect(told.join('\n'), `${title}\n${site.err}`).to.contain(named(repair)).and.match(/\S/);
        if (code !== 'INSP_PLUGIN_DEPENDENCY_ORDER') expect(told.join('\n')).to.contain(packageName);
      }
    });
  }

  it('harm no machine that is introspected beside them', async () => {
    const runtime = Object.keys({ ...ESCAPING.modules, ...FAILING.modules });
    const warned = written.slice(MISTAKES_AT_START.length).map(selects);
    await site.configure({
      processing: { processingHooks: ['ramdisk_error', 'validate_interfaces', ...warned, ...runtime] },
      pluginHost: { timeout: 5 },
    });
    await site.serve();
    const wrong = runtime.map((hook) => site.introspect(hook));
    const right = Array.from({ length: MACHINES }, () => site.introspect());
    for (const [index, ended] of (await Promise.all(wrong)).entries()) {
      expect(ended, runtime[index]).to.include({ state: 'error' });
      expect(ended['error'], runtime[index]).to.contain(runtime[index]);
    }
    for (const ended of await Promise.all(right))
      expect(ended).to.include({ state: 'finished', error: null });
    expect(site.runs).to.equal(true);
    expect(await site.stop()).to.equal(0);
  });
});

/** The name by which the configuration enables a hook with a mistake. */
function selects({ mistake, id, packageName }: Written): string {
  if (mistake.code === 'INSP_PLUGIN_DUPLICATE') return 'lldp_basic';
  // Of a package whose manifest cannot be read only the name is known.
  if (mistake.manifest === null || mistake.files?.['package.json'] !== undefined) {
    return packageName.replace('@acme/inspector-hook-', '');
  }
  return id;
}
