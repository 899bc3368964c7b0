import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { requestIn } from '../src/dhcp-log-line.js';
import { readDhcpLog } from '../src/dhcp-log.js';
import { readSettings } from '../src/dnsmasq-settings.js';

const MAC = '52:54:00:77:00:01';
const OTHER = '52:54:00:77:00:02';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A line as dnsmasq writes it at a time. */
function line(what: string, time = new Date()): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':');
  const day = String(time.getDate()).padStart(2);
  return `${MONTHS[time.getMonth()]} ${day} ${clock} dnsmasq-dhcp[4711]: ${what}`;
}
const said = (what: string) => requestIn(line(what), Date.now());

describe('the log of dnsmasq', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-dhcp-log-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const read = async (lines: readonly string[], ...options: string[]) => {
    const path = join(folder, 'dnsmasq.log');
    await writeFile(path, `${lines.join('\n')}\n`);
    return readDhcpLog(readSettings(['dnsmasq', `--log-facility=${path}`, ...options]), [MAC]);
  };

  it('tells an address that was given from a request that was not answered, and from one that nobody took up', () => {
    for (const [what, outcome] of [
      [`DHCPACK(br0) 10.77.0.51 ${MAC} host`, 'leased'],
      [`4711 DHCPACK(br0) 10.77.0.51 ${MAC.toUpperCase()}`, 'leased'],
      [`DHCPDISCOVER(br0) ${MAC} ignored`, 'refused'],
      [`DHCPDISCOVER(br0) 10.0.0.9 ${MAC} no address available`, 'refused'],
      [`DHCPNAK(br0) 10.0.0.9 ${MAC} wrong network`, 'refused'],
      [`DHCPDISCOVER(br0) ${MAC} `, 'asked'],
      [`DHCPOFFER(br0) 10.77.0.51 ${MAC}`, 'asked'],
    ] as const)
      expect(said(what), what).to.include({ address: MAC, outcome });
  });

  it('does not take a host name that a machine has chosen for an address', () => {
    expect(said(`DHCPACK(br0) 10.77.0.51 ${OTHER} ${MAC}`)?.address).to.equal(OTHER);
    expect(requestIn(`${line('')}x DHCPACK(br0) 10.77.0.51 ${MAC}`, Date.now())).to.equal(undefined);
    expect(said('DHCPRELEASE(br0) 10.77.0.51')).to.equal(undefined);
  });

  it('gives the time in UTC, and lines of December in January the year before', () => {
    const now = new Date(2031, 0, 2, 3, 4, 5);
    const before = new Date(2030, 11, 31, 23, 59, 58);
    const what = `DHCPACK(br0) 10.77.0.51 ${MAC}`;
    const utc = (time: Date): string => time.toISOString().slice(0, 19);
    expect(requestIn(line(what, before), now.getTime())?.at).to.equal(utc(before));
    expect(requestIn(line(what, now), now.getTime())?.at).to.equal(utc(now));
  });

  it('has the latest request of each machine that is asked about', async () => {
    const found = await read([
      line(`DHCPDISCOVER(br0) ${MAC} ignored`),
      line(`DHCPACK(br0) 10.77.0.51 ${MAC}`),
      line(`DHCPACK(br0) 10.77.0.52 ${OTHER}`),
    ]);
    expect(found).to.include({ isRead: true });
    expect(found).not.to.have.property('since');
    expect(found.requests.map(({ address, outcome }) => [address, outcome])).to.deep.equal([[MAC, 'leased']]);
  });

  it('reads the end of a long log, and says from when on', async () => {
    const old = line(`DHCPDISCOVER(br0) ${MAC} ignored`, new Date(Date.now() - 3_600_000));
    const filler = Array.from({ length: 8000 }, () =>
      line(`DHCPACK(br0) 10.77.0.52 ${OTHER} ${'x'.repeat(40)}`),
    );
    const found = await read([old, ...filler]);
    expect(found.requests).to.deep.equal([]);
    expect(found.since).to.match(/^\d{4}-\d\d-\d\dT/);
  });

  it('says why it cannot be read', async () => {
    expect((await read([], '--quiet-dhcp')).reason).to.contain('quiet-dhcp');
    expect((await readDhcpLog(readSettings(['dnsmasq', '-8', '-']), [MAC])).reason).to.contain(
      'log-facility=',
    );
    const missing = await readDhcpLog(readSettings(['dnsmasq', '-8', join(folder, 'none')]), [MAC]);
    expect(missing)
      .to.include({ isRead: false })
      .and.have.property('reason')
      .that.contains('there is no such file');
  });
});
