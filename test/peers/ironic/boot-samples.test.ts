import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { commandPath, describePeer } from '../peer.js';
import { run } from '../servers/run.js';

const sample = fileURLToPath(new URL('../../../config/dnsmasq/inspector.conf', import.meta.url));

describePeer('the dnsmasq configuration shipped as a sample', ['dnsmasq'], () => {
  it('is accepted by dnsmasq', async () => {
    // says "syntax check OK" on standard error and exits with 0
    expect(await run(commandPath('dnsmasq'), ['--test', `--conf-file=${sample}`])).to.equal('');
  });
});
