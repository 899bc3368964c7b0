import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../functional/harness.js';
import { commandPath, describePeer } from '../peer.js';

/** Ten times the exposure that is allowed; a unit without any sandbox has 96. */
const MOST_EXPOSURE = 25;

describePeer('the sample unit for systemd', ['systemd-analyze'], () => {
  it('leaves little of the machine open', async function () {
    this.timeout(20_000);
    const { stdout } = await promisify(execFile)(commandPath('systemd-analyze'), [
      'security',
      '--offline=yes',
      '--no-pager',
      `--threshold=${String(MOST_EXPOSURE)}`,
      join(ROOT, 'config/systemd/inspector.service'),
    ]);
    expect(stdout).to.match(/Overall exposure level for inspector.service: \d/);
  });
});
