import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveConfig } from '../../../src/config/load.js';
import type { InspectorConfig } from '../../../src/config/types.js';
import type { Pair } from './authority.js';

/** A folder with the files of the `ssl` group. */
export class CertificateFolder {
  private constructor(readonly path: string) {}

  /** Makes one with a certificate and its key. */
  static async with(pair: Pair): Promise<CertificateFolder> {
    const folder = new CertificateFolder(await mkdtemp(join(tmpdir(), 'inspector-tls-')));
    await folder.write(pair);
    return folder;
  }

  /** Options that name its files. */
  get ssl(): InspectorConfig['ssl'] {
    return { ...resolveConfig({}).ssl, certFile: this.file('tls.pem'), keyFile: this.file('tls.key') };
  }

  /** Path of a file in it. */
  readonly file = (name: string): string => join(this.path, name);

  /** Writes a certificate and its key over those that are there. */
  async write({ cert, key }: Pair): Promise<void> {
    await writeFile(this.file('tls.pem'), cert);
    await writeFile(this.file('tls.key'), key, { mode: 0o600 });
  }

  /** Removes it. */
  remove(): Promise<void> {
    return rm(this.path, { recursive: true });
  }
}
