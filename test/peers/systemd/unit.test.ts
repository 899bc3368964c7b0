import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { ROOT } from '../../functional/harness.js';
import { commandPath, describePeer } from '../peer.js';

/** Ten times the exposure that is allowed; a unit without any sandbox has 96. */
const MOST_EXPOSURE = 25;

const FOLDER = join(ROOT, 'config/systemd');

/** Programs of the units, which need not be here, and one that is. */
const PROGRAMS = /^(ExecStart(?:Pre)?=)\/(?:opt|usr)\/\S+/gm;
const PRESENT = '$1/bin/true';

describePeer('the sample units for systemd', ['systemd-analyze'], function () {
  this.timeout(20_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-units-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const analyze = (...args: string[]): Promise<{ readonly stdout: string; readonly stderr: string }> =>
    promisify(execFile)(commandPath('systemd-analyze'), args);

  for (const name of ['inspector', 'inspector-api', 'inspector-conductor']) {
    it(`leave little of the machine open to ${name}`, async () => {
      const { stdout } = await analyze(
        ...['security', '--offline=yes', '--no-pager', `--threshold=${String(MOST_EXPOSURE)}`],
        join(FOLDER, `${name}.service`),
      );
      expect(stdout).to.match(new RegExp(`Overall exposure level for ${name}.service: \\d`));
    });
  }

  /** What systemd says of some units; what it does not understand it ignores, and says that. */
  async function saidOf(units: Readonly<Record<string, string>>): Promise<string[]> {
    const files = Object.entries(units).map(async ([name, text]) => {
      const file = join(folder, name);
      await writeFile(file, text.replace(PROGRAMS, PRESENT));
      return file;
    });
    const { stdout, stderr } = await analyze('verify', '--man=no', ...(await Promise.all(files)));
    const names = Object.keys(units);
    return `${stdout}${stderr}`.split('\n').filter((line) => names.some((name) => line.includes(name)));
  }

  it('have nothing that systemd does not understand', async () => {
    const names = await readdir(FOLDER);
    const units = names.map(async (name) => [name, await readFile(join(FOLDER, name), 'utf8')] as const);
    expect(await saidOf(Object.fromEntries(await Promise.all(units)))).to.deep.equal([]);
    // This would show it.
    const [said] = await saidOf({ 'inspector-wrong.service': '[Service]\nTyp=notify\nExecStart=/usr/x\n' });
    expect(said).to.include("Unknown key 'Typ'");
  });
});
