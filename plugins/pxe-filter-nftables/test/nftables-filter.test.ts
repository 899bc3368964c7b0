import { CommandError } from '@inspector/plugin-api/commands';
import { isServed, machineMac, wantedState } from '@inspector/test-kit';
import { expect } from 'chai';
import { NftablesFilter } from '../src/nftables-filter.js';
import { subjectOf } from '../src/options.js';
import { FakeNft } from './fake-nft.js';

const [A, B, STRANGER] = [machineMac(1), machineMac(2), machineMac(3)];
const IDLE = wantedState({ denied: [A, B] });
const OPEN_FOR_A = wantedState({ allowed: [A], denied: [B] });
const OPEN_FOR_B = wantedState({ allowed: [B], denied: [A] });
const ONLY_A = wantedState({ allowed: [A], denied: [B], denyUnknownMacs: true });
const ONLY_B = wantedState({ allowed: [B], denied: [A], denyUnknownMacs: true });

const GROUP = {
  dnsmasqInterface: 'br0',
  firewallChain: 'insp',
  ethoibInterfaces: [],
  ipVersion: '4',
} as const;
const MACHINES = [A, B, STRANGER];
const STATES = { IDLE, OPEN_FOR_A, OPEN_FOR_B, ONLY_A, ONLY_B };
const ignore = () => {};
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function setUp(
  nft = new FakeNft(),
  run = nft.run,
  helper: readonly string[] = [],
  interfaceExists = () => true,
) {
  const subject = subjectOf(GROUP);
  return { nft, driver: new NftablesFilter({ subject, helper, timeout: 60, run, log, interfaceExists }) };
}

describe('nftables filter', () => {
  for (const [name, state] of Object.entries(STATES)) {
    it(`lets in exactly the wanted machines: ${name}, at start and coming from any other state`, async () => {
      for (const from of Object.values(STATES)) {
        const { nft, driver } = setUp();
        await driver.init(from);
        expect(MACHINES.map((mac) => nft.isOpen(mac))).to.deep.equal(
          MACHINES.map((mac) => isServed(from, mac)),
        );
        await driver.sync(state);
        expect(MACHINES.map((mac) => nft.isOpen(mac))).to.deep.equal(
          MACHINES.map((mac) => isServed(state, mac)),
        );
      }
    });
  }

  describe('looked at before a start', () => {
    it('has the kernel check a whole table, and changes nothing', async () => {
      const nft = new FakeNft();
      const checked: string[] = [];
      const { driver } = setUp(nft, async (request) => {
        if (!request.args.includes('--check')) return nft.run(request);
        checked.push(request.input ?? '');
        return { stdout: '', stderr: '' };
      });
      await driver.check();
      expect(checked.join()).to.include('table inet insp {');
      expect(nft.transactions).to.deep.equal([]);
    });

    it('says what the service may not do, at the check and at the start', async () => {
      const stderr = 'netlink: Error: cache initialization failed: Operation not permitted';
      const { driver } = setUp(new FakeNft(), async (request) => {
        throw new CommandError(request, { what: 'ended with status 1', status: 1, stderr });
      });
      for (const work of [driver.check(), driver.init(IDLE)]) {
        const error = await work.catch((reason: unknown) => reason);
        expect(error).to.include({ code: 'INSP_PXE_FILTER_FAILED' });
        expect(String(error)).to.match(/The service may not change packet filters .*CAP_NET_ADMIN/);
      }
    });
  });

  it('changes nothing when everything is as wanted', async () => {
    const { nft, driver } = setUp();
    await driver.init(OPEN_FOR_A);
    expect(await driver.sync(OPEN_FOR_A)).to.deep.equal({ changes: 0 });
    expect(nft.transactions).to.have.length(1);
  });

  it('changes only what differs, in one transaction', async () => {
    const { nft, driver } = setUp();
    await driver.init(OPEN_FOR_A);
    expect(await driver.sync({ ...OPEN_FOR_A, allowed: new Set([A, B]), denied: new Set() })).to.deep.equal({
      changes: 2,
    });
    expect(nft.transactions.at(-1)).to.equal(
      `add element inet insp allowed { ${B} }\ndelete element inet insp denied { ${B} }\n`,
    );
  });

  for (const [damage, input] of [
    ['the table is gone', 'delete table inet insp'],
    ['a rule was added', 'add rule inet insp dhcp accept'],
    ['the rules were deleted', 'flush chain inet insp input'],
    ['an element was deleted', `delete element inet insp denied { ${B} }`],
    ['an element was added', `add element inet insp allowed { ${STRANGER} }`],
  ] as const) {
    it(`repairs at the next synchronisation that ${damage}`, async () => {
      const { nft, driver } = setUp();
      await driver.init(ONLY_A);
      nft.byHand(input);
      expect((await driver.sync(ONLY_A)).changes).to.be.greaterThan(0);
      expect(MACHINES.map((mac) => nft.isOpen(mac))).to.deep.equal([true, false, false]);
      expect(await driver.sync(ONLY_A)).to.deep.equal({ changes: 0 });
    });
  }

  it('makes the table anew when it changed between reading and writing', async () => {
    const { nft, driver } = setUp();
    await driver.init(OPEN_FOR_A);
    await driver.prepare();
    nft.byHand(`delete element inet insp denied { ${B} }`);
    await driver.sync(OPEN_FOR_B);
    expect(MACHINES.map((mac) => nft.isOpen(mac))).to.deep.equal([false, true, true]);
  });

  it('copes with a version of nft that lists tables in other words', async () => {
    const { nft, driver } = setUp(new FakeNft((line) => line.replace('"family"', '"comment":"x","family"')));
    await driver.init(OPEN_FOR_A);
    expect(await driver.sync(OPEN_FOR_A)).to.deep.equal({ changes: 0 });
    await driver.sync(IDLE);
    await driver.sync(OPEN_FOR_B);
    expect(await driver.sync(OPEN_FOR_B)).to.deep.equal({ changes: 0 });
    expect(MACHINES.map((mac) => nft.isOpen(mac))).to.deep.equal([false, true, true]);
  });

  it('keeps the table after a failure and removes it when the service stops', async () => {
    const { nft, driver } = setUp();
    await driver.init(OPEN_FOR_A);
    await driver.reset();
    expect(nft.isOpen(B)).to.equal(false);
    await driver.tearDown();
    await driver.tearDown();
    expect(nft.exists).to.equal(false);
  });

  it('fails with what nft says', async () => {
    const { driver } = setUp(new FakeNft(), async (request) => {
      throw new CommandError(request, {
        what: 'ended with status 1',
        status: 1,
        stderr: 'Operation not permitted',
      });
    });
    for (const step of [driver.init(IDLE), driver.sync(IDLE)]) {
      expect(await step.catch((error: Error) => error.message)).to.match(/Operation not permitted/);
    }
  });

  describe('telling what a machine gets', () => {
    const verdictsOf = (driver: NftablesFilter) =>
      Promise.all(MACHINES.map(async (mac) => (await driver.inspect(mac)).verdict));

    it('goes by the sets, then by the rule for all others', async () => {
      const { driver } = setUp();
      await driver.init(OPEN_FOR_A);
      expect(await verdictsOf(driver)).to.deep.equal(['allow', 'deny', 'allow']);
      expect((await driver.examine()).follows).to.equal('yes');
      await driver.sync(ONLY_B);
      expect(await verdictsOf(driver)).to.deep.equal(['deny', 'allow', 'deny']);
    });

    it('says that everybody gets a lease where there is no table', async () => {
      const { driver } = setUp();
      await driver.init(IDLE);
      await driver.tearDown();
      expect(await verdictsOf(driver)).to.deep.equal(['allow', 'allow', 'allow']);
      expect((await driver.examine()).follows).to.equal('no');
    });

    for (const [what, command] of [
      ['somebody changed the rules', 'flush chain inet insp dhcp'],
      ['somebody removed the hook', 'flush chain inet insp input'],
    ] as const) {
      it(`does not know when ${what}, whatever the sets say`, async () => {
        const { driver, nft } = setUp();
        await driver.init(OPEN_FOR_A);
        nft.byHand(command);
        expect(await verdictsOf(driver)).to.deep.equal(['unknown', 'unknown', 'unknown']);
        expect((await driver.examine()).reason).to.include('changed by another program');
      });
    }

    it('does not know where there is no such interface: rules about it match nothing', async () => {
      const { driver } = setUp(undefined, undefined, undefined, () => false);
      await driver.init(IDLE);
      expect((await driver.inspect(A)).verdict).to.equal('unknown');
      expect((await driver.examine()).reason).to.include('iptables.dnsmasqInterface');
    });
  });

  it('puts the privilege helper in front of every command', async () => {
    const nft = new FakeNft();
    const lines: string[] = [];
    const { driver } = setUp(
      nft,
      (request) => {
        lines.push([request.command, ...request.args].join(' '));
        return nft.run(request);
      },
      ['sudo', '-n'],
    );
    await driver.init(IDLE);
    expect(lines).to.deep.equal(['sudo -n nft -f -', 'sudo -n nft -j list table inet insp']);
  });

  it('filters DHCPv6 when asked to', async () => {
    const nft = new FakeNft();
    const subject = subjectOf({ ...GROUP, ipVersion: '6' });
    await new NftablesFilter({ subject, helper: [], timeout: 60, run: nft.run, log }).init(IDLE);
    expect(nft.transactions[0]).to.include('iifname "br0" meta nfproto ipv6 udp dport 547 jump dhcp');
  });

  for (const bad of [
    { firewallChain: 'a table' },
    { firewallChain: '9lives' },
    { firewallChain: '' },
    { dnsmasqInterface: 'br0" accept' },
    { dnsmasqInterface: '' },
  ]) {
    it(`refuses ${JSON.stringify(bad)}`, () => {
      expect(() => subjectOf({ ...GROUP, ...bad }))
        .to.throw()
        .with.property('code', 'INSP_CONFIG_INVALID');
    });
  }
});
