import { chmodSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineMac, recordLog, wantedState } from '@inspector/test-kit';
import { expect } from 'chai';
import { HostsdirFilter } from '../src/hostsdir-filter.js';
import { following, outdated, silent, unseen } from '../src/sight.js';
import { fakeDnsmasq, fakeServer } from './fake-dnsmasq.js';

const [A, B, STRANGER] = [machineMac(1), machineMac(2), machineMac(3)];
const IDLE = wantedState({ denied: [A, B] });
const A_ON_INTROSPECTION = wantedState({ allowed: [A], denied: [B] });
const UNKNOWN = 'unknown_hosts_filter';

describe('dnsmasq hosts directory', () => {
  const drivers: HostsdirFilter[] = [];
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inspector-hostsdir-'));
    chmodSync(folder, 0o755);
  });
  afterEach(async () => {
    for (const driver of drivers.splice(0)) await driver.tearDown();
    rmSync(folder, { recursive: true, force: true });
  });

  const put = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
  };
  /** What dnsmasq reads: no names with a leading dot. */
  const names = () => readdirSync(folder).filter((name) => !name.startsWith('.'));
  const hidden = () => readdirSync(folder).filter((name) => name.startsWith('.'));
  const files = () =>
    Object.fromEntries(names().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

  function filter(options: { purge?: boolean; starts?: boolean; reloads?: boolean } = {}) {
    const { dnsmasq, calls, failures } = fakeDnsmasq(options);
    const log = recordLog();
    const pauses: number[] = [];
    const server = fakeServer();
    const driver = new HostsdirFilter({
      options: { dhcpHostsdir: folder, purgeDhcpHostsdir: options.purge ?? true },
      dnsmasq,
      server,
      log,
      sleep: async (milliseconds) => pauses.push(milliseconds),
    });
    drivers.push(driver);
    return { driver, calls, failures, log, pauses, server };
  }

  it('writes the files other tools know: 25 and 18 bytes per machine, 19 and 12 for everybody', async () => {
    const { driver } = filter();
    await driver.init(A_ON_INTROSPECTION);
    expect(files()).to.deep.equal({ [A]: `${A}\n`, [B]: `${B},ignore\n`, [UNKNOWN]: '*:*:*:*:*:*\n' });
    await driver.sync(IDLE);
    expect(files()).to.deep.equal({
      [A]: `${A},ignore\n`,
      [B]: `${B},ignore\n`,
      [UNKNOWN]: '*:*:*:*:*:*,ignore\n',
    });
    expect(statSync(join(folder, A)).size).to.equal(25);
    expect(statSync(join(folder, UNKNOWN)).size).to.equal(19);
  });

  it('makes files everybody can read, whatever the umask', async () => {
    const before = process.umask(0o077);
    try {
      await filter().driver.init(IDLE);
    } finally {
      process.umask(before);
    }
    for (const name of readdirSync(folder)) {
      expect(statSync(join(folder, name)).mode & 0o777, name).to.equal(0o644);
    }
  });

  it('writes nothing when nothing changed', async () => {
    const { driver } = filter();
    await driver.init(IDLE);
    const inodes = () => readdirSync(folder).map((name) => statSync(join(folder, name)).ino);
    const before = inodes();
    expect(await driver.sync(IDLE)).to.deep.equal({ changes: 0 });
    expect(inodes()).to.deep.equal(before);
  });

  it('writes only what changed', async () => {
    const { driver } = filter();
    await driver.init(IDLE);
    const before = statSync(join(folder, B)).ino;
    expect(await driver.sync(A_ON_INTROSPECTION)).to.deep.equal({ changes: 2 });
    expect(statSync(join(folder, B)).ino).to.equal(before);
  });

  it('repairs files that were emptied, removed, replaced by a link or made unreadable', async () => {
    const { driver } = filter();
    await driver.init(IDLE);
    put(A, '');
    rmSync(join(folder, UNKNOWN));
    rmSync(join(folder, B));
    symlinkSync('/dev/null', join(folder, B));
    expect(await driver.sync(IDLE)).to.deep.equal({ changes: 3 });
    expect(statSync(join(folder, B)).isFile()).to.equal(true);
    chmodSync(join(folder, A), 0o600);
    expect(await driver.sync(IDLE)).to.deep.equal({ changes: 1 });
    expect(files()).to.include({ [A]: `${A},ignore\n`, [B]: `${B},ignore\n` });
  });

  it('keeps the files of machines that left and lets them follow the rule for unknown ones', async () => {
    const { driver } = filter();
    await driver.init(IDLE);
    await driver.sync(wantedState({ allowed: [A] }));
    expect(files()[B]).to.equal(`${B}\n`);
    await driver.sync(wantedState({ denied: [A] }));
    expect(files()[B]).to.equal(`${B},ignore\n`);
  });

  it('removes temporary files of a process that was killed, not those of one that works', async () => {
    const left = join(folder, '.inspector-unknown_hosts_filter-0123');
    const recent = join(folder, '.inspector-another-4567');
    writeFileSync(left, '');
    writeFileSync(recent, '');
    utimesSync(left, 0, 0);
    await filter({ purge: false }).driver.init(IDLE);
    expect(hidden()).to.deep.equal(['.inspector-another-4567']);
  });

  describe('making as few new files as it can', () => {
    const inodeOf = (name: string) => statSync(join(folder, name)).ino;

    it('fills the file it replaced last, under a hidden name, and puts that in place next', async () => {
      const { driver } = filter();
      await driver.init(IDLE);
      const replaced = inodeOf(A);
      await driver.sync(wantedState({ allowed: [A], denied: [B], denyUnknownMacs: true }));
      expect(hidden().map(inodeOf)).to.deep.equal([replaced]);
      await driver.sync(wantedState({ allowed: [A, B], denyUnknownMacs: true }));
      expect(inodeOf(B)).to.equal(replaced);
      expect(files()).to.include({ [A]: `${A}\n`, [B]: `${B}\n` });
    });

    it('keeps its hands off a file that has another name elsewhere', async () => {
      const { driver } = filter();
      await driver.init(IDLE);
      const copy = `${folder}-copy`;
      linkSync(join(folder, A), copy);
      await driver.sync(wantedState({ allowed: [A], denied: [B], denyUnknownMacs: true }));
      await driver.sync(wantedState({ allowed: [A, B], denyUnknownMacs: true }));
      expect(readFileSync(copy, 'utf8')).to.equal(`${A},ignore\n`);
      rmSync(copy);
      expect(files()).to.include({ [A]: `${A}\n`, [B]: `${B}\n` });
    });

    it('makes a new file when the hidden one is gone', async () => {
      const { driver } = filter();
      await driver.init(IDLE);
      await driver.sync(wantedState({ allowed: [A], denied: [B], denyUnknownMacs: true }));
      for (const name of hidden()) rmSync(join(folder, name));
      await driver.sync(wantedState({ allowed: [A, B], denyUnknownMacs: true }));
      expect(files()).to.include({ [A]: `${A}\n`, [B]: `${B}\n` });
    });

    it('leaves nothing hidden when it ends', async () => {
      const { driver } = filter();
      await driver.init(IDLE);
      await driver.sync(A_ON_INTROSPECTION);
      await driver.tearDown();
      expect(hidden()).to.deep.equal([]);
    });
  });

  describe('at start', () => {
    it('removes what does not belong there, but neither the directory nor files that are right', async () => {
      put(STRANGER, `${STRANGER}\n`);
      put('notes', 'hello');
      put(A, `${A},ignore\n`);
      const [directory, right] = [statSync(folder).ino, statSync(join(folder, A)).ino];
      await filter().driver.init(IDLE);
      expect(readdirSync(folder)).to.have.members([A, B, UNKNOWN]);
      expect([statSync(folder).ino, statSync(join(folder, A)).ino]).to.deep.equal([directory, right]);
    });

    it('rewrites a file of the right size that is about another machine', async () => {
      put(A, `${STRANGER},ignore\n`);
      await filter().driver.init(IDLE);
      expect(files()[A]).to.equal(`${A},ignore\n`);
    });

    it('keeps the files of others when it shares the directory', async () => {
      put(STRANGER, `${STRANGER}\n`);
      put('notes', 'hello');
      await filter({ purge: false }).driver.init(IDLE);
      expect(files()).to.include({ notes: 'hello', [STRANGER]: `${STRANGER},ignore\n` });
    });

    it('starts dnsmasq once everything is in place', async () => {
      const { driver, calls } = filter({ starts: true });
      await driver.init(IDLE);
      expect(calls).to.deep.equal(['start']);
      expect(readdirSync(folder)).to.have.length(3);
    });

    it('fails when dnsmasq does not start', async () => {
      const { driver, failures } = filter({ starts: true });
      failures.push(new Error('unit not found'));
      expect(await reasonOf(driver.init(IDLE))).to.equal('unit not found');
    });

    it('fails when the directory is missing', async () => {
      rmSync(folder, { recursive: true });
      expect(await reasonOf(filter().driver.init(IDLE))).to.match(
        /there is no such folder\. The folder .*inspector-hostsdir-/,
      );
    });

    it('fails when something in it cannot be removed', async () => {
      mkdirSync(join(folder, 'subfolder'));
      expect(await reasonOf(filter().driver.init(IDLE))).to.match(/subfolder/);
    });

    it('warns when dnsmasq may be unable to read the directory', async () => {
      chmodSync(folder, 0o750);
      const { driver, log } = filter();
      await driver.init(IDLE);
      expect(log.messages('warn').join()).to.include('Not everybody may read the hosts directory');
    });
  });

  it('stops dnsmasq when it is torn down and leaves the files', async () => {
    const { driver, calls } = filter();
    await driver.init(IDLE);
    await driver.tearDown();
    expect(calls.at(-1)).to.equal('stop');
    expect(readdirSync(folder)).to.have.length(3);
  });

  it('closes what it can when one file cannot be written, opens nothing, and fails', async () => {
    const { driver } = filter();
    await driver.init(wantedState({ allowed: [A] }));
    rmSync(join(folder, UNKNOWN));
    mkdirSync(join(folder, UNKNOWN));
    expect(await reasonOf(driver.sync(IDLE))).to.match(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(readFileSync(join(folder, A), 'utf8')).to.equal(`${A},ignore\n`);
    rmSync(join(folder, UNKNOWN), { recursive: true });
    put(UNKNOWN, '*:*:*:*:*:*,ignore\n');
    rmSync(join(folder, B));
    mkdirSync(join(folder, B));
    expect(await reasonOf(driver.sync(A_ON_INTROSPECTION))).to.match(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(readFileSync(join(folder, UNKNOWN), 'utf8')).to.equal('*:*:*:*:*:*,ignore\n');
  });

  describe('when the directory is replaced', () => {
    const CANNOT_SEE = unseen('Inspector may not see it.');
    function replace() {
      rmSync(folder, { recursive: true });
      mkdirSync(folder, { mode: 0o755 });
    }

    for (const [what, sight] of [
      ['nothing is to be seen of dnsmasq', CANNOT_SEE],
      ['dnsmasq is seen to watch another one', outdated('The hosts directory was replaced.')],
    ] as const) {
      describe(`and ${what}`, () => {
        it('writes everything again and restarts the dnsmasq it has started', async () => {
          const { driver, calls, server } = filter({ starts: true });
          await driver.init(IDLE);
          server.sight = sight;
          replace();
          expect(await driver.sync(IDLE)).to.deep.equal({ changes: 3 });
          expect(calls).to.deep.equal(['start', 'stop', 'start']);
          server.sight = CANNOT_SEE;
          await driver.sync(IDLE);
          expect(calls).to.have.length(3);
        });

        it('tells a dnsmasq it cannot restart of every change', async () => {
          const { driver, calls, server } = filter({ reloads: true });
          await driver.init(IDLE);
          server.sight = sight;
          replace();
          await driver.sync(IDLE);
          await driver.sync(IDLE);
          await driver.sync(A_ON_INTROSPECTION);
          expect(calls).to.deep.equal(['reload', 'reload']);
        });

        it('says once and loudly that dnsmasq has to be restarted', async () => {
          const { driver, log, server } = filter();
          await driver.init(IDLE);
          server.sight = sight;
          replace();
          await driver.sync(IDLE);
          await driver.sync(IDLE);
          expect(log.messages('error')).to.have.length(1);
          expect(log.messages('error').join()).to.match(/The hosts directory.* was replaced/);
        });

        it('does not forget it when a synchronisation failed in between', async () => {
          const { driver, log, server } = filter();
          await driver.init(IDLE);
          server.sight = sight;
          rmSync(folder, { recursive: true });
          await reasonOf(driver.sync(IDLE));
          await driver.reset();
          mkdirSync(folder, { mode: 0o755 });
          await driver.init(IDLE);
          await driver.sync(IDLE);
          expect(log.messages('error').join()).to.match(/The hosts directory.* was replaced/);
          expect((await driver.inspect(A)).verdict).to.equal('unknown');
          expect((await driver.examine()).follows).to.equal('no');
        });
      });
    }

    it('is content once dnsmasq was restarted, and says so', async () => {
      const { driver, log, server } = filter();
      await driver.init(IDLE);
      server.sight = CANNOT_SEE;
      replace();
      await driver.sync(IDLE);
      server.sight = following('dnsmasq (process 8) watches.');
      await driver.sync(IDLE);
      expect(log.messages('info').join()).to.include('process 8');
      server.sight = CANNOT_SEE;
      expect((await driver.examine()).follows).to.equal('unknown');
    });
  });

  it('says once and loudly that dnsmasq does not run, and asks for nothing that cannot help', async () => {
    const { driver, log, calls, server } = filter({ reloads: true });
    await driver.init(IDLE);
    server.sight = silent('dnsmasq does not run. Start dnsmasq.');
    await driver.sync(IDLE);
    await driver.sync(IDLE);
    expect(log.messages('error')).to.deep.equal(['dnsmasq does not run. Start dnsmasq.']);
    expect(calls).to.deep.equal([]);
  });

  describe('with many changes at once', () => {
    const many = Array.from({ length: 1000 }, (_, n) => {
      const tail = n.toString(16).padStart(4, '0');
      return `52:54:01:00:${tail.slice(0, 2)}:${tail.slice(2)}`;
    });

    it('pauses after every 256 files so that dnsmasq can answer machines', async () => {
      const { driver, pauses } = filter();
      await driver.init(IDLE);
      expect(pauses).to.have.length(0);
      await driver.sync(wantedState({ denied: many }));
      expect(pauses).to.have.length(3);
      expect(Math.min(...pauses)).to.be.greaterThan(50);
    });

    it('does not pause while dnsmasq does not run yet', async () => {
      const { driver, pauses } = filter({ starts: true });
      await driver.init(wantedState({ denied: many }));
      expect(pauses).to.have.length(0);
    });

    it('makes way for a newer request after what is urgent, and opens nothing meanwhile', async () => {
      const { driver } = filter();
      await driver.init(IDLE);
      const target = wantedState({ allowed: [A], denied: [B, ...many] });
      expect(await driver.sync(target, { superseded: true })).to.deep.equal({ changes: 256 });
      expect(files()).to.include({ [A]: `${A}\n`, [UNKNOWN]: '*:*:*:*:*:*,ignore\n' });
      await driver.sync(target);
      expect(files()[UNKNOWN]).to.equal('*:*:*:*:*:*\n');
      expect(names()).to.have.length(1003);
    });
  });

  describe('telling what a machine gets', () => {
    const verdictsOf = (driver: HostsdirFilter) =>
      Promise.all([A, B, STRANGER].map(async (mac) => (await driver.inspect(mac)).verdict));

    it('goes by the records while dnsmasq follows: those of a machine before the one of everybody', async () => {
      const { driver } = filter();
      await driver.init(A_ON_INTROSPECTION);
      expect(await verdictsOf(driver)).to.deep.equal(['allow', 'deny', 'allow']);
      await driver.sync(IDLE);
      expect(await verdictsOf(driver)).to.deep.equal(['deny', 'deny', 'deny']);
    });

    it('says that nobody gets a lease while dnsmasq does not run', async () => {
      const { driver, server } = filter();
      await driver.init(A_ON_INTROSPECTION);
      server.sight = silent('dnsmasq (process 7) has ended.');
      expect(await verdictsOf(driver)).to.deep.equal(['deny', 'deny', 'deny']);
      expect(await driver.examine()).to.deep.equal({
        follows: 'no',
        reason: 'dnsmasq (process 7) has ended.',
      });
    });

    for (const sight of [unseen('It cannot be seen.'), outdated('It watches another one.')]) {
      it(`does not know, and says why, when ${sight.reason}`, async () => {
        const { driver, server } = filter();
        await driver.init(A_ON_INTROSPECTION);
        server.sight = sight;
        expect(await driver.inspect(A)).to.deep.equal({ verdict: 'unknown', reason: sight.reason });
      });
    }

    it('does not know when a file of somebody else is about the machine, too', async () => {
      const { driver } = filter();
      await driver.init(A_ON_INTROSPECTION);
      put('by-hand', `${A.toUpperCase()},ignore\n`);
      expect(await driver.inspect(A)).to.deep.include({ verdict: 'unknown' });
      expect((await driver.inspect(B)).verdict).to.equal('deny');
    });

    it('does not know when somebody wrote something else into the file of the machine', async () => {
      const { driver } = filter();
      await driver.init(A_ON_INTROSPECTION);
      put(A, `${A},192.0.2.7\n`);
      expect(await driver.inspect(A)).to.deep.include({ verdict: 'unknown' });
    });

    it('says allow where nothing is said about anybody', async () => {
      const { driver } = filter();
      await driver.init(IDLE);
      for (const name of names()) rmSync(join(folder, name));
      expect((await driver.inspect(A)).verdict).to.equal('allow');
    });
  });
});

async function reasonOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was thrown',
    (error: Error) => error.message,
  );
}
