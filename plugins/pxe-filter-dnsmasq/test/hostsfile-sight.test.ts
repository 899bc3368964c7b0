import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HostsfileSight } from '../src/hostsfile-sight.js';
import { FakeProc } from './fake-processes.js';

describe('sight of a dnsmasq with a hosts file', () => {
  let proc: FakeProc;
  let folder = '';
  let path = '';
  beforeEach(() => {
    proc = new FakeProc();
    folder = mkdtempSync(join(tmpdir(), 'inspector-sight-'));
    path = join(folder, 'hosts');
    writeFileSync(path, '*:*:*:*:*:*\n');
  });
  afterEach(() => {
    proc.remove();
    rmSync(folder, { recursive: true });
  });

  const sightOf = () => new HostsfileSight({ path, pidFile: '' }, proc.processes);
  const runs = (pid: number, age: number) =>
    proc.put({ pid, age, commandLine: ['dnsmasq', `--dhcp-hostsfile=${path}`] });

  it('follows once it was told to read the file as it is', () => {
    runs(7, 1000);
    const sight = sightOf();
    expect(sight.look().follows).to.equal('no');
    sight.telling()();
    expect(sight.look().follows).to.equal('yes');
    writeFileSync(path, 'changed\n');
    utimesSync(path, 1, 1);
    expect(sight.look().follows).to.equal('no');
  });

  it('does not follow while the telling has not succeeded', () => {
    runs(7, 1000);
    const sight = sightOf();
    sight.telling();
    expect(sight.look().follows).to.equal('no');
  });

  it('does not count what another process was told', () => {
    runs(7, 1000);
    const sight = sightOf();
    sight.telling()();
    proc.end(7);
    expect(sight.look()).to.include({ follows: 'no', silent: true });
    runs(8, 500);
    expect(sight.look().follows).to.equal('no');
  });

  it('follows when it started after the last change, and is unknown when nobody can tell which came first', () => {
    runs(7, -10);
    expect(sightOf().look().follows).to.equal('yes');
    runs(7, 0);
    expect(sightOf().look().follows).to.equal('unknown');
  });

  it('does not follow where the settings name no such file', () => {
    runs(7, 1000);
    const sight = sightOf();
    sight.look();
    proc.put({ pid: 7, age: 1000, commandLine: ['dnsmasq', '--conf-file=/dev/null'] });
    expect(sight.look().reason).to.include(`no dhcp-hostsfile=${path}`);
  });
});
