import { createPrivateKey } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { readTlsFiles } from '../../../src/api/tls/tls-files.js';
import type { InspectorConfig } from '../../../src/config/types.js';
import { Authority, type Pair } from './authority.js';
import { CertificateFolder } from './certificate-folder.js';

describe('The files of TLS', () => {
  let authority: Authority;
  let pair: Pair;
  let folder: CertificateFolder;
  before(async () => {
    authority = await Authority.make();
    pair = await authority.sign();
    folder = await CertificateFolder.with(pair);
  });
  after(() => folder.remove());

  const fault = (ssl: Partial<InspectorConfig['ssl']> = {}): Promise<string> =>
    readTlsFiles({ ...folder.ssl, ...ssl }).then(
      () => 'none',
      (error: Error) => error.message,
    );

  it('may hold an encrypted key, whose passphrase is an option', async () => {
    const passphrase = 'open sesame';
    const cipher = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase } as const;
    const keyFile = folder.file('encrypted.key');
    await writeFile(keyFile, createPrivateKey(pair.key).export(cipher));
    await folder.write(pair);
    expect(await fault({ keyFile, keyPassphrase: passphrase })).to.equal('none');
    expect(await fault({ keyFile })).to.match(/encrypted\.key is encrypted: set `ssl\.keyPassphrase`/);
    const wrong = await fault({ keyFile, keyPassphrase: 'close sesame' });
    expect(wrong).to.match(/encrypted\.key is encrypted, and `ssl\.keyPassphrase` does not open it$/);
    expect(wrong).not.to.include('sesame');
  });

  it('must begin with the certificate of the key', async () => {
    await folder.write({ ...pair, cert: authority.cert + '\n' + pair.cert });
    expect(await fault()).to.match(/Another certificate of the file does: put that one first$/);
    await folder.write({ ...pair, cert: (await authority.sign()).cert });
    expect(await fault()).to.match(/tls\.pem does not belong to the key .*tls\.key\. Name two files/);
  });

  it('must be complete', async () => {
    await folder.write({ ...pair, cert: pair.cert + authority.cert.slice(0, 200) });
    expect(await fault()).to.match(/tls\.pem is not complete: a certificate in it has no end/);
    await folder.write({ ...pair, key: pair.key.slice(0, 100) });
    expect(await fault()).to.match(/tls\.key cannot be read/);
  });
});
