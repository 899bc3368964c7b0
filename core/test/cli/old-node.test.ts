import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BIN = join(import.meta.dirname, '../../bin');

interface Ended {
  readonly status: number;
  readonly said: string;
}

describe('the programs on a Node.js that is too old', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-old-node-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** Runs a program on a Node.js that says it has another version. */
  async function runOn(version: string, program: string): Promise<Ended> {
    const disguise = join(folder, `${version}.cjs`);
    const text = `Object.defineProperty(process.versions, 'node', { value: '${version}' });`;
    await writeFile(disguise, text);
    return new Promise((resolve) => {
      const argv = ['--require', disguise, join(BIN, program), '--help'];
      execFile(process.execPath, argv, (error, stdout, stderr) =>
        resolve({ status: error === null ? 0 : Number(error.code), said: stderr + stdout }),
      );
    });
  }

  for (const [program, version] of [
    ['inspector.js', '12.22.12'],
    ['inspector.js', '20.18.3'],
    ['ironic-inspector-migrate-data.js', '18.20.8'],
  ] as const) {
    it(`say so in one line: ${program} on ${version}`, async () => {
      const { status, said } = await runOn(version, program);
      expect(status).to.equal(1);
      expect(said).to.match(
        new RegExp(
          `^Inspector needs Node\\.js 20\\.19 or newer, but /.* is Node\\.js ${version}\\. Install.*\\n$`,
        ),
      );
    });
  }

  for (const version of ['20.19.0', '22.0.0']) {
    it(`go on with a newer one: ${version}`, async () => {
      const { status, said } = await runOn(version, 'inspector.js');
      expect(status).to.equal(0);
      expect(said).to.match(/^Usage: inspector/);
    });
  }
});
