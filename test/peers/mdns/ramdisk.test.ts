import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { ROOT } from '../../functional/harness.js';
import { describePeer } from '../peer.js';

const FIND = fileURLToPath(new URL('find.py', import.meta.url));
const INSPECTOR = join(ROOT, 'core/bin/inspector.js');

/** Runs in a network of its own, so that nobody else there hears of it: starts the service, and looks for it. */
const SCRIPT = `
ip link set lo up && ip address add 192.0.2.1/32 dev lo || exit 3
"$NODE" "$INSPECTOR" serve >out 2>&1 &
service=$!
while ! grep -q 'by multicast DNS' out; do
  kill -0 $service 2>/dev/null || { cat out >&2; exit 4; }
  sleep 0.1
done
/usr/bin/python3 "$FIND"
found=$?
kill $service; wait $service
exit $found
`;

describePeer(
  'a ramdisk that looks for the service by multicast DNS',
  ['/usr/bin/python3', '/usr/bin/ironic', 'unshare', 'ip'],
  function () {
    this.timeout(60_000);
    it('finds it with what the Python library of Ironic does, options included', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'inspector-mdns-'));
      try {
        const child = spawn('unshare', ['-n', 'sh', '-c', SCRIPT], {
          cwd: folder,
          env: {
            ...{ PATH: process.env['PATH'] ?? '', NODE: process.execPath, INSPECTOR, FIND, HOME: folder },
            ...{ INSPECTOR_ENABLE_MDNS: 'true', INSPECTOR_MDNS__URL: 'http://192.0.2.1:5050/api' },
            ...{ INSPECTOR_MDNS__INTERFACES: '127.0.0.1', INSPECTOR_MDNS__PARAMS: 'ipa_debug:1' },
          },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let [out, err] = ['', ''];
        child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
        child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
        const [status] = (await once(child, 'close')) as [number | null];
        expect(status, err).to.equal(0);
        expect(JSON.parse(out)).to.deep.equal(['http://192.0.2.1:5050/api', { ipa_debug: '1' }]);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  },
);
