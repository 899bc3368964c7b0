import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { describePeer } from '../../../test/peers/peer.js';

const PAGE = fileURLToPath(new URL('../../man/inspector.1', import.meta.url));

describePeer('the man page', ['man', 'groff'], () => {
  it('can be read without a complaint, and has every command', async () => {
    const env = { PATH: process.env['PATH'] ?? '', MANWIDTH: '100', LC_ALL: 'C.UTF-8' };
    const { stdout, stderr } = await promisify(execFile)('man', ['--warnings', '-P', 'cat', '-l', PAGE], {
      env,
    });
    expect(stderr).to.equal('');
    for (const words of ['inspector introspection start', '--where', 'INSPECTOR_URL', 'EXIT STATUS'])
      expect(stdout).to.contain(words);
  }).timeout(60_000);
});
