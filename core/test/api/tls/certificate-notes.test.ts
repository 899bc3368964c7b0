import { chmod, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { certificateNotes } from '../../../src/api/tls/certificate-notes.js';
import { readTlsFiles } from '../../../src/api/tls/tls-files.js';
import type { InspectorConfig } from '../../../src/config/types.js';
import { Authority, type Wanted } from './authority.js';
import { CertificateFolder } from './certificate-folder.js';

describe('What is said about certificates that can be used', () => {
  let authority: Authority;
  let folder: CertificateFolder;
  before(async () => {
    authority = await Authority.make();
    folder = await CertificateFolder.with(await authority.sign());
  });
  after(() => folder.remove());

  const notes = async (ssl: Partial<InspectorConfig['ssl']> = {}): Promise<string[]> => {
    const options = { ...folder.ssl, ...ssl };
    return certificateNotes(await readTlsFiles(options), options, Date.now()).map(
      ({ isFault, text }) => `${isFault ? 'fault' : 'note'}: ${text}`,
    );
  };
  const signed = async (wanted: Wanted): Promise<string[]> => {
    await folder.write(await authority.sign(wanted));
    return notes();
  };

  it('is nothing about one that is valid for long', async () => {
    expect(await signed({})).to.deep.equal([]);
  });

  const cases: readonly [string, Wanted, RegExp][] = [
    [
      'one that has expired',
      { from: -9, until: -1 },
      /^fault: ssl\.certFile: \/.*tls\.pem: the certificate of CN=localhost has expired on \d{4}-\d\d-\d\d \d\d:\d\d UTC, clients refuse it\. Replace the file$/,
    ],
    [
      'one that is not valid yet',
      { from: 2, until: 9 },
      /^fault: .*is not valid before .* UTC, clients refuse it\. The clock of this machine says .* UTC: set it, or replace the file$/,
    ],
    ['one that expires soon', { until: 3.5 }, /^note: .*expires on .* UTC, in 3 days\. Replace/],
  ];
  for (const [title, wanted, said] of cases) {
    it(`says file and date of ${title}`, async () => {
      const found = await signed(wanted);
      expect(found).to.have.length(1);
      expect(found[0]).to.match(said);
    });
  }

  it('looks at every certificate of the chain and at the CAs of clients', async () => {
    const old = await Authority.make({ from: -9, until: -2 });
    const own = await authority.sign();
    await folder.write({ ...own, cert: own.cert + old.cert });
    await writeFile(folder.file('ca.pem'), old.cert);
    const found = await notes({ caFile: folder.file('ca.pem') });
    expect(found).to.have.length(2);
    expect(found[0]).to.match(/tls\.pem: the certificate of CN=Authority of a test has expired/);
    expect(found[1]).to.match(/ssl\.caFile: .*ca\.pem: .*certificates of clients that it has signed/);
  });

  it('warns of a key that too many can read', async () => {
    await folder.write(await authority.sign());
    const key = folder.file('tls.key');
    await chmod(key, 0o640);
    expect(await notes()).to.deep.equal([
      `note: ssl.keyFile: ${key} can be read by its group. Run: chmod 600 ${key}`,
    ]);
    await chmod(key, 0o644);
    expect(await notes()).to.deep.equal([
      `note: ssl.keyFile: ${key} can be read by every user of this machine. Run: chmod 600 ${key}`,
    ]);
    await chmod(key, 0o600);
  });
});
