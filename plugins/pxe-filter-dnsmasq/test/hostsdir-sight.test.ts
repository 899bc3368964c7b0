import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HostsdirSight } from '../src/hostsdir-sight.js';
import { FakeProc, kernelNumberOf, type FakeProcess } from './fake-processes.js';

describe('sight of a dnsmasq with a hosts directory', () => {
  let proc: FakeProc;
  let folder = '';
  let hosts = '';
  let pidFile = '';
  beforeEach(() => {
    proc = new FakeProc();
    folder = mkdtempSync(join(tmpdir(), 'inspector-sight-'));
    hosts = join(folder, 'hosts');
    pidFile = join(folder, 'dnsmasq.pid');
    mkdirSync(hosts);
    chmodSync(hosts, 0o755);
  });
  afterEach(() => {
    proc.remove();
    rmSync(folder, { recursive: true });
  });

  const sightOf = (options: { pidFile?: string; network?: string } = {}) =>
    new HostsdirSight(
      { path: hosts, pidFile: options.pidFile ?? '' },
      { processes: proc.processes, networkFileSystem: () => options.network },
    );
  const commandLine = () => ['dnsmasq', '--keep-in-foreground', `--dhcp-hostsdir=${hosts}`];
  const runs = (process: Partial<FakeProcess> = {}) =>
    proc.put({ pid: 7, commandLine: commandLine(), ...process });
  const replace = () => {
    renameSync(hosts, `${hosts}-old`);
    mkdirSync(hosts);
  };

  it('follows where dnsmasq watches the directory that is there', () => {
    runs({ watched: [kernelNumberOf(hosts)] });
    expect(sightOf().look()).to.include({ follows: 'yes', silent: false });
  });

  it('does not follow where the directory was replaced, however long ago and whoever looked', () => {
    runs({ watched: [kernelNumberOf(hosts)] });
    replace();
    const sight = sightOf().look();
    expect(sight).to.include({ follows: 'no', silent: false });
    expect(sight.reason).to.match(/process 7.*was replaced.*Restart dnsmasq/);
  });

  it('follows again once dnsmasq was restarted', () => {
    runs({ watched: [kernelNumberOf(hosts)] });
    const sight = sightOf();
    sight.look();
    replace();
    sight.directoryWasReplaced();
    expect(sight.look().follows).to.equal('no');
    proc.end(7);
    runs({ pid: 8, age: 5, watched: [kernelNumberOf(hosts)] });
    expect(sight.look().follows).to.equal('yes');
  });

  describe('that may not be looked into', () => {
    it('is unknown, and says what would help', () => {
      runs({ age: 0 });
      const sight = sightOf().look();
      expect(sight.follows).to.equal('unknown');
      expect(sight.reason).to.include('CAP_SYS_PTRACE');
    });

    it('does not follow when the directory is younger than the process', () => {
      runs({ age: 1000 });
      replace();
      expect(sightOf().look()).to.include({ follows: 'no' });
    });

    it('does not follow while the process runs that was there when the directory was replaced', () => {
      // Older directories come back, too: nothing but memory tells of that.
      mkdirSync(`${hosts}-backup`);
      runs({ age: 0 });
      const sight = sightOf();
      sight.look();
      renameSync(hosts, `${hosts}-old`);
      renameSync(`${hosts}-backup`, hosts);
      sight.directoryWasReplaced();
      expect(sight.look().follows).to.equal('no');
      runs({ pid: 8, age: 0 });
      proc.end(7);
      expect(sight.look().follows).to.equal('unknown');
    });
  });

  describe('that does not work', () => {
    it('is silent when the process of the pid file has ended', () => {
      writeFileSync(pidFile, '7\n');
      expect(sightOf({ pidFile }).look()).to.include({ follows: 'no', silent: true });
    });

    it('is silent when the number of the pid file is that of another program', () => {
      writeFileSync(pidFile, '7\n');
      proc.put({ pid: 7, name: 'bash' });
      expect(sightOf({ pidFile }).look()).to.include({ follows: 'no', silent: true });
    });

    it('is silent when the process that was seen has ended, without any pid file', () => {
      runs({ watched: [kernelNumberOf(hosts)] });
      const sight = sightOf();
      sight.look();
      proc.end(7);
      expect(sight.look()).to.include({ follows: 'no', silent: true });
    });

    it('is not taken for another dnsmasq that has got its number and reads other hosts', () => {
      runs({ watched: [kernelNumberOf(hosts)] });
      const sight = sightOf();
      sight.look();
      proc.put({ pid: 7, age: 3, commandLine: ['dnsmasq', '--conf-file=/dev/null'], watched: [] });
      expect(sight.look()).to.include({ follows: 'no', silent: true });
    });

    for (const state of ['T', 'Z']) {
      it(`is silent in the state ${state}`, () => {
        runs({ state, watched: [kernelNumberOf(hosts)] });
        expect(sightOf().look()).to.include({ follows: 'no', silent: true });
      });
    }
  });

  it('is unknown when no dnsmasq is to be found: it may run in another container', () => {
    expect(sightOf().look()).to.include({ follows: 'unknown', silent: false });
  });

  it('is unknown when the processes of others are hidden', () => {
    proc.end(1);
    writeFileSync(pidFile, '7\n');
    const sight = sightOf({ pidFile }).look();
    expect(sight.follows).to.equal('unknown');
    expect(sight.reason).to.include('hidepid');
  });

  it('is unknown on a file system that other machines change, too', () => {
    runs({ watched: [kernelNumberOf(hosts)] });
    const sight = sightOf({ network: 'NFS' }).look();
    expect(sight.follows).to.equal('unknown');
    expect(sight.reason).to.include('NFS');
  });

  it('is unknown in the first moments of a dnsmasq, which starts to watch after it has started', () => {
    runs({ age: 0, watched: [] });
    expect(sightOf().look().follows).to.equal('unknown');
  });

  it('does not follow where another directory is configured, and says so', () => {
    writeFileSync(pidFile, '7\n');
    runs({ commandLine: ['dnsmasq', '--conf-file=/dev/null', '--dhcp-hostsdir=/elsewhere'], watched: [] });
    const sight = sightOf({ pidFile }).look();
    expect(sight.follows).to.equal('no');
    expect(sight.reason).to.include(`no dhcp-hostsdir=${hosts}`);
  });

  it('finds the dnsmasq whose settings are in a file, and not the helper it has started', () => {
    const file = join(folder, 'dnsmasq.conf');
    writeFileSync(file, `# hosts\ninterface=br0\ndhcp-hostsdir = ${hosts}  # ours\n`);
    const words = ['dnsmasq', '-C', file];
    runs({ pid: 9, parent: 7, commandLine: words, watched: [] });
    runs({ commandLine: words, watched: [kernelNumberOf(hosts)] });
    proc.put({ pid: 6, commandLine: ['dnsmasq', '--conf-file=/dev/null'], watched: [] });
    expect(sightOf().look().reason).to.include('process 7');
  });

  it('does not follow where its user may not read the directory', () => {
    chmodSync(hosts, 0o750);
    runs({ user: 65_534, watched: [kernelNumberOf(hosts)] });
    expect(sightOf().look()).to.include({ follows: 'no' });
    chmodSync(hosts, 0o755);
    expect(sightOf().look()).to.include({ follows: 'yes' });
  });
});
