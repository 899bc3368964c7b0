import { chmodSync, mkdtempSync, readFile, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineMac, recordLog } from '@inspector/test-kit';
import { expect } from 'chai';
import { HostFolder, UNKNOWN_HOSTS } from '../src/host-folder.js';

const [A, B, STRANGER] = [machineMac(1), machineMac(2), machineMac(3)];

describe('the watched hosts directory', () => {
  let path = '';
  let folder: HostFolder;
  beforeEach(async () => {
    path = mkdtempSync(join(tmpdir(), 'inspector-host-folder-'));
    folder = new HostFolder(path, recordLog());
    folder.hold();
    folder.write(A, 'deny');
    folder.write(B, 'deny');
    folder.write(UNKNOWN_HOSTS, 'deny');
    await folder.read();
  });
  afterEach(() => {
    folder.release();
    rmSync(path, { recursive: true, force: true });
  });
  const verdicts = async () => Object.fromEntries((await folder.read()).machines);

  it('notices what others do to its files', async () => {
    writeFileSync(join(path, A), `${A}\n`);
    truncateSync(join(path, B));
    expect(await verdicts()).to.deep.equal({ [A]: 'allow', [B]: undefined });
    folder.write(B, 'deny');
    chmodSync(join(path, A), 0o600);
    expect(await verdicts()).to.deep.equal({ [A]: undefined, [B]: 'deny' });
    rmSync(join(path, A));
    renameSync(join(path, B), join(path, STRANGER));
    expect(await verdicts()).to.deep.equal({ [STRANGER]: 'deny' });
  });

  it('knows what was written a moment ago, also in the callback in which that happened', async () => {
    const seen = await new Promise<unknown>((resolve) => {
      readFile(join(path, B), () => {
        folder.write(A, 'allow');
        resolve(verdicts());
      });
    });
    expect(seen).to.deep.equal({ [A]: 'allow', [B]: 'deny' });
  });

  it('notices new and vanished names that are no machines', async () => {
    writeFileSync(join(path, 'notes'), '');
    rmSync(join(path, UNKNOWN_HOSTS));
    expect(await folder.read())
      .to.include({ everybody: undefined })
      .and.to.deep.include({ strangers: ['notes'] });
    rmSync(join(path, 'notes'));
    expect((await folder.read()).strangers).to.deep.equal([]);
  });

  it('changes what it knows instead of reading everything anew', async () => {
    const { machines } = await folder.read();
    writeFileSync(join(path, A), `${A}\n`);
    expect((await folder.read()).machines).to.equal(machines);
  });

  it('reads everything anew in a folder that took the place of the one watched', async () => {
    const moved = `${path}-moved`;
    renameSync(path, moved);
    const other = mkdtempSync(join(tmpdir(), 'inspector-host-folder-'));
    writeFileSync(join(other, A), `${A}\n`);
    chmodSync(join(other, A), 0o644);
    renameSync(other, path);
    expect(await verdicts()).to.deep.equal({ [A]: 'allow' });
    rmSync(moved, { recursive: true });
  });

  it('tells all readers the same when they come together', async () => {
    truncateSync(join(path, A));
    const all = await Promise.all([folder.read(), folder.read(true), folder.read()]);
    for (const { machines } of all)
      expect(Object.fromEntries(machines)).to.deep.equal({ [A]: undefined, [B]: 'deny' });
  });

  it('fails while the folder is gone, and reads again when it is back', async () => {
    const moved = `${path}-moved`;
    writeFileSync(join(path, A), `${A}\n`);
    renameSync(path, moved);
    const failure = await folder.read().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.an('error').with.property('code', 'ENOENT');
    renameSync(moved, path);
    expect(await verdicts()).to.deep.equal({ [A]: 'allow', [B]: 'deny' });
  });
});
