import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalMac } from '@inspector/plugin-api/ramdisk-data';
import { packageSuite, pxeFilterSuite, recordLog, type Decision } from '@inspector/test-kit';
import { HostsdirFilter } from '../src/hostsdir-filter.js';
import { HostsfileFilter } from '../src/hostsfile-filter.js';
import { unseen } from '../src/sight.js';
import { fakeDnsmasq, fakeServer } from './fake-dnsmasq.js';

/** What dnsmasq makes of records: one about the machine itself goes before the one about everybody. */
function decide(text: string | undefined, everybody: string | undefined): Decision {
  const record = text?.trim() || everybody?.trim();
  if (record === undefined || record === '') return 'unlisted';
  return record.endsWith(',ignore') ? 'deny' : 'allow';
}

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'inspector-filter-'));
  chmodSync(folder, 0o755);
  return folder;
}

const contentOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });

pxeFilterSuite({
  describe,
  it,
  name: 'dnsmasq hosts directory',
  async create() {
    const folder = temporaryFolder();
    const { dnsmasq } = fakeDnsmasq();
    const server = fakeServer();
    const file = (name: string) => join(folder, name);
    return {
      driver: new HostsdirFilter({
        options: { dhcpHostsdir: folder, purgeDhcpHostsdir: true },
        dnsmasq,
        server,
        log: recordLog(),
        sleep: async () => undefined,
      }),
      observer: {
        decision: async (mac) => decide(contentOf(file(mac)), contentOf(file('unknown_hosts_filter'))),
      },
      watchable: true,
      damage: [
        { name: 'files removed', inflict: async () => rmSync(file('unknown_hosts_filter'), { force: true }) },
        { name: 'a file emptied', inflict: async () => writeFileSync(file('06:00:5e:00:00:01'), '') },
        {
          name: 'a machine let in',
          inflict: async () => writeFileSync(file('06:00:5e:00:00:03'), '06:00:5e:00:00:03\n'),
        },
      ],
      blind: async () => {
        server.sight = unseen('It cannot be seen.');
      },
      cleanUp: async () => rmSync(folder, { recursive: true }),
    };
  },
});

pxeFilterSuite({
  describe,
  it,
  name: 'dnsmasq hosts file',
  async create() {
    const folder = temporaryFolder();
    const path = join(folder, 'hosts');
    const { dnsmasq } = fakeDnsmasq({ reloads: true });
    const server = fakeServer();
    return {
      driver: new HostsfileFilter({ options: { dhcpHostsfile: path }, dnsmasq, server }),
      observer: {
        async decision(mac) {
          const lines = (contentOf(path) ?? '').split('\n');
          const own = lines.find((line) => canonicalMac(line.split(',')[0]) === mac);
          return decide(
            own,
            lines.find((line) => line.startsWith('*')),
          );
        },
      },
      watchable: true,
      damage: [
        { name: 'the file removed', inflict: async () => rmSync(path) },
        { name: 'the file emptied', inflict: async () => writeFileSync(path, '') },
      ],
      blind: async () => {
        server.sight = unseen('It cannot be seen.');
      },
      cleanUp: async () => rmSync(folder, { recursive: true }),
    };
  },
});
