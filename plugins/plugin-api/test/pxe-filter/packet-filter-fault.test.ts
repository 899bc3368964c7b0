import { expect } from 'chai';
import { CommandError } from '../../src/commands/command.js';
import { packetFilterFault } from '../../src/pxe-filter/packet-filter-fault.js';

const failure = (stderr: string, status = 1): CommandError =>
  new CommandError(
    { command: 'nft', args: ['-f', '-'] },
    { what: `ended with status ${status}`, status, stderr },
  );
const missing = new CommandError({ command: 'nft', args: [] }, { what: 'is not installed', missing: true });
const said = (error: unknown, helper: readonly string[] = []): string =>
  packetFilterFault(error, {
    ...{ program: 'nft', systemPackage: 'nftables', helper },
    ...{ group: "plugins['pxe-filter-nftables']", modules: ['nf_tables'] },
  }).message;

describe('what keeps a packet filter from working', () => {
  it('is a program that is not installed', () => {
    expect(said(missing)).to.match(/^nft is not installed, .* Install the package nftables of the system\.$/);
  });

  it('is a helper that is not installed', () => {
    expect(said(missing, ['sudo', 'rootwrap'])).to.match(/^sudo is not installed, .*privilegeHelper\.$/);
    const inner = said(failure('sudo: ironic-inspector-rootwrap: command not found'), ['sudo', 'x']);
    expect(inner).to.match(/^sudo: ironic-inspector-rootwrap: command not found\. .*privilegeHelper\.$/);
  });

  // As nft 1.0.6, iptables 1.8.9 (both kinds) and sudo 1.9 print them.
  for (const stderr of [
    'netlink: Error: cache initialization failed: Operation not permitted',
    'iptables v1.8.9 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)',
    "Fatal: can't open lock file /run/xtables.lock: Permission denied",
    'sudo: a password is required',
  ]) {
    it(`is too few rights: ${stderr}`, () => {
      expect(said(failure(stderr))).to.match(/^The service may not change packet filters \(.*CAP_NET_ADMIN/);
    });
  }

  it('is a helper that does not allow the program', () => {
    expect(said(failure('/usr/bin/rootwrap: Unauthorized command', 99), ['sudo'])).to.match(
      /privilegeHelper/,
    );
    expect(said(failure('', 97), ['sudo'])).to.match(/^The service may not change packet filters/);
  });

  for (const stderr of [
    'Error: Could not process rule: Operation not supported',
    'Unable to initialize Netlink socket: Protocol not supported',
    "iptables v1.8.9 (legacy): can't initialize iptables table `filter': Table does not exist (do you need to insmod?)",
  ]) {
    it(`is a kernel without it: ${stderr}`, () => {
      expect(said(failure(stderr))).to.match(/^The kernel cannot do what nft needs .* modprobe nf_tables\./);
    });
  }

  it('is else told in the words of the program', () => {
    expect(said(failure('syntax error'))).to.equal('`nft -f -` ended with status 1: syntax error');
    expect(said(new TypeError('a bug'))).to.equal('a bug');
  });
});
