import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineMac, wantedState } from '@inspector/test-kit';
import { expect } from 'chai';
import { HostsfileFilter } from '../src/hostsfile-filter.js';
import { silent, unseen } from '../src/sight.js';
import { fakeDnsmasq, fakeServer } from './fake-dnsmasq.js';

const [A, B] = [machineMac(1), machineMac(2)];
const IDLE = wantedState({ denied: [A, B] });
const A_ON_INTROSPECTION = wantedState({ allowed: [A], denied: [B] });

describe('dnsmasq hosts file', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inspector-hostsfile-'));
    path = join(folder, 'hosts');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function filter(can: { starts?: boolean; reloads?: boolean } = { reloads: true }) {
    const { dnsmasq, calls, failures } = fakeDnsmasq(can);
    const server = fakeServer();
    const driver = new HostsfileFilter({ options: { dhcpHostsfile: path }, dnsmasq, server });
    return { driver, calls, failures, server };
  }

  it('holds a line per machine and one for everybody else', async () => {
    const { driver } = filter();
    await driver.init(A_ON_INTROSPECTION);
    expect(readFileSync(path, 'utf8')).to.equal(`${A}\n${B},ignore\n*:*:*:*:*:*\n`);
    expect(await driver.sync(IDLE)).to.deep.equal({ changes: 2 });
    expect(readFileSync(path, 'utf8')).to.equal(`${A},ignore\n${B},ignore\n*:*:*:*:*:*,ignore\n`);
    expect(statSync(path).mode & 0o777).to.equal(0o644);
    expect(readdirSync(folder)).to.deep.equal(['hosts']);
  });

  it('tells dnsmasq of every change, and only of changes', async () => {
    const { driver, calls } = filter();
    await driver.init(IDLE);
    expect(calls).to.deep.equal(['reload']);
    expect(await driver.sync(IDLE)).to.deep.equal({ changes: 0 });
    expect(calls).to.have.length(1);
    await driver.sync(A_ON_INTROSPECTION);
    expect(calls).to.have.length(2);
  });

  it('tells dnsmasq at start even when the file is right: the service may have been killed before it could', async () => {
    writeFileSync(path, `${A},ignore\n${B},ignore\n*:*:*:*:*:*,ignore\n`);
    const { driver, calls } = filter();
    await driver.init(IDLE);
    expect(calls).to.deep.equal(['reload']);
  });

  it('tells dnsmasq again when that failed, though the file is right already', async () => {
    const { driver, calls, failures } = filter();
    await driver.init(IDLE);
    failures.push(new Error('operation not permitted'));
    expect(await reasonOf(driver.sync(A_ON_INTROSPECTION))).to.equal('operation not permitted');
    await driver.sync(A_ON_INTROSPECTION);
    expect(calls).to.deep.equal(['reload', 'reload', 'reload']);
  });

  it('starts dnsmasq once the file is there', async () => {
    const { driver, calls } = filter({ starts: true, reloads: true });
    await driver.init(IDLE);
    expect(calls).to.deep.equal(['start']);
    await driver.tearDown();
    expect(calls).to.deep.equal(['start', 'stop']);
  });

  it('repairs a file that was removed, changed or made unreadable', async () => {
    const { driver } = filter();
    await driver.init(IDLE);
    const right = readFileSync(path, 'utf8');
    rmSync(path);
    expect(await driver.sync(IDLE)).to.deep.equal({ changes: 3 });
    writeFileSync(path, `${A}\n`);
    await driver.sync(IDLE);
    expect(readFileSync(path, 'utf8')).to.equal(right);
    chmodSync(path, 0o600);
    await driver.sync(IDLE);
    expect(statSync(path).mode & 0o777).to.equal(0o644);
  });

  it('counts machines that left as changes', async () => {
    const { driver } = filter();
    await driver.init(IDLE);
    expect(await driver.sync(wantedState({ denied: [B] }))).to.deep.equal({ changes: 1 });
  });

  describe('telling what a machine gets', () => {
    const verdictsOf = (driver: HostsfileFilter) =>
      Promise.all([A, B, '52:54:00:aa:00:09'].map(async (mac) => (await driver.inspect(mac)).verdict));

    it('goes by the lines while dnsmasq follows', async () => {
      const { driver } = filter();
      await driver.init(A_ON_INTROSPECTION);
      expect(await verdictsOf(driver)).to.deep.equal(['allow', 'deny', 'allow']);
    });

    it('says that nobody gets a lease while dnsmasq does not run, and otherwise that it does not know', async () => {
      const { driver, server } = filter();
      await driver.init(A_ON_INTROSPECTION);
      server.sight = silent('dnsmasq (process 7) has ended.');
      expect(await verdictsOf(driver)).to.deep.equal(['deny', 'deny', 'deny']);
      server.sight = unseen('It cannot be seen.');
      expect(await verdictsOf(driver)).to.deep.equal(['unknown', 'unknown', 'unknown']);
      expect(await driver.examine()).to.deep.equal({ follows: 'unknown', reason: 'It cannot be seen.' });
    });

    it('knows that dnsmasq was told only when it was', async () => {
      const { driver, server, failures } = filter();
      await driver.init(IDLE);
      expect(server.told).to.equal(1);
      failures.push(new Error('operation not permitted'));
      await reasonOf(driver.sync(A_ON_INTROSPECTION));
      expect(server.told).to.equal(1);
    });
  });
});

async function reasonOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was thrown',
    (error: Error) => error.message,
  );
}
