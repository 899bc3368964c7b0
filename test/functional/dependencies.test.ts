import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import semver from 'semver';
import { ROOT } from './harness.js';

const isOurs = (name: string): boolean =>
  name.startsWith('@inspector/') || name === 'create-inspector-plugin';

const ROW = /^\| `([^`]+)` \| (\d+\.\d+\.\d+) \| /gm;

describe('the page about vulnerabilities of dependencies', () => {
  /** Versions of the packages that are needed to run, by name. */
  const installed = new Map<string, string[]>();
  let lookedUp: Map<string, string>;
  before(async () => {
    const page = await readFile(join(ROOT, 'docs/reference/dependencies.md'), 'utf8');
    lookedUp = new Map([...page.matchAll(ROW)].map(([, name = '', version = '']) => [name, version]));
    const { stdout } = await promisify(execFile)(join(ROOT, 'scripts/audit'), ['--list']);
    for (const line of stdout.trim().split('\n')) {
      const at = line.lastIndexOf('@');
      const name = line.slice(0, at);
      installed.set(name, [...(installed.get(name) ?? []), line.slice(at + 1)]);
    }
  });

  it('is about versions that are not older than the installed ones say', () => {
    expect(lookedUp.size).to.be.above(20);
    const older = [...lookedUp].filter(
      ([name, version]) => !installed.get(name)?.some((one) => semver.gte(one, version)),
    );
    expect(older).to.deep.equal([]);
  });

  it('names every direct dependency of what operators run', async () => {
    const plugins = (await readdir(join(ROOT, 'plugins'))).map((name) => join('plugins', name));
    const names = new Set<string>();
    for (const folder of ['core', ...plugins]) {
      const { dependencies = {} } = JSON.parse(
        await readFile(join(ROOT, folder, 'package.json'), 'utf8'),
      ) as {
        dependencies?: Record<string, string>;
      };
      for (const name of Object.keys(dependencies)) if (!isOurs(name)) names.add(name);
    }
    expect([...names].filter((name) => !lookedUp.has(name))).to.deep.equal([]);
  });
});
