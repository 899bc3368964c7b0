import { expect } from 'chai';
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileCacheFolder } from '../../src/cli/compile-cache.js';

describe('the folder for compiled code', () => {
  let base: string;
  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'inspector-cache-'));
  });
  afterEach(() => rm(base, { recursive: true }));

  it('is made in XDG_CACHE_HOME, for this user alone', async () => {
    const folder = compileCacheFolder({ XDG_CACHE_HOME: join(base, 'made') });

    expect(folder).to.equal(join(base, 'made/inspector'));
    expect((await stat(folder!)).mode & 0o777).to.equal(0o700);
  });

  it('is in what systemd gives the service, where it does', () => {
    const env = { CACHE_DIRECTORY: join(base, 'system'), XDG_CACHE_HOME: join(base, 'own') };
    expect(compileCacheFolder(env)).to.equal(join(base, 'system/inspector'));
  });

  it('is not used where others may write into it', async () => {
    await mkdir(join(base, 'inspector'));
    await chmod(join(base, 'inspector'), 0o777);
    expect(compileCacheFolder({ XDG_CACHE_HOME: base })).to.equal(undefined);
  });

  it('is not used where it cannot be made', async () => {
    await writeFile(join(base, 'file'), '');
    expect(compileCacheFolder({ XDG_CACHE_HOME: join(base, 'file') })).to.equal(undefined);
    expect(compileCacheFolder({ XDG_CACHE_HOME: 'relative' })).to.equal(undefined);
  });
});
