import { CommandError, type CommandRequest } from '@inspector/plugin-api/commands';
import { isServed, machineMac, wantedState } from '@inspector/test-kit';
import { expect } from 'chai';
import { IptablesFilter } from '../src/iptables-filter.js';
import type { Subject } from '../src/options.js';
import { createPacketFilter } from '../src/programs.js';
import { FakeIptables } from './fake-iptables.js';

const [A, B, STRANGER] = [machineMac(1), machineMac(2), machineMac(3)];
const IDLE = wantedState({ denied: [A, B] });
const OPEN_FOR_A = wantedState({ allowed: [A], denied: [B] });
const OPEN_FOR_B = wantedState({ allowed: [B], denied: [A] });
const ONLY_A = wantedState({ allowed: [A], denied: [B], denyUnknownMacs: true });
const ONLY_B = wantedState({ allowed: [B], denied: [A], denyUnknownMacs: true });

const SUBJECT: Subject = { chain: 'insp', temporary: 'insp_temp', networkInterface: 'br0', port: 67 };
const HOOK = '-A INPUT -i br0 -p udp -m udp --dport 67 -j insp';
const MACHINES = [A, B, STRANGER];

class MissingIptables extends FakeIptables {
  override readonly run = (request: CommandRequest): Promise<never> =>
    Promise.reject(new CommandError(request, { what: 'is not installed', missing: true }));
}

function setUp(fake = new FakeIptables(), helper: readonly string[] = [], interfaces = true) {
  const warnings: string[] = [];
  const log = {
    debug: () => {},
    info: () => {},
    error: () => {},
    warn: (_: object | string, message?: string) => void warnings.push(message ?? ''),
  };
  const filter = createPacketFilter({
    programs: { single: 'iptables', restore: 'iptables-restore' },
    helper,
    timeout: 60,
    run: fake.run,
    log,
  });
  return {
    fake,
    warnings,
    driver: new IptablesFilter({
      filter,
      subject: SUBJECT,
      log,
      tools: { program: 'iptables', helper: [] },
      interfaceExists: () => interfaces,
    }),
  };
}

const changesOf = (fake: FakeIptables) => fake.commands.filter((line) => !/ -S$| -h$/.test(line));

describe('iptables filter', () => {
  describe('looked at before a start', () => {
    it('has the program try rules out, and changes nothing', async () => {
      const { fake, driver } = setUp();
      const before = fake.listing();
      fake.restoreFailure = { status: 2, stderr: 'iptables-restore: line 4 failed' };
      const error = await driver.check().catch((reason: unknown) => reason);
      expect(String(error)).to.include('iptables-restore: line 4 failed');
      expect(fake.commands.at(-1)).to.equal('iptables-restore -w --noflush --test');
      expect(fake.listing()).to.equal(before);
    });

    it('does without that where the helper refuses it', async () => {
      const { fake, driver } = setUp();
      fake.restoreFailure = { status: 99, stderr: 'Unauthorized command' };
      await driver.check();
    });

    it('says that the program is missing, at the check and at the start', async () => {
      const { driver } = setUp(new MissingIptables());
      for (const work of [driver.check(), driver.init(IDLE)]) {
        const error = await work.catch((reason: unknown) => reason);
        expect(error).to.include({ code: 'INSP_PXE_FILTER_FAILED' });
        expect(String(error)).to.match(
          /iptables is not installed.*Install the package iptables of the system/,
        );
      }
    });
  });

  it('rejects everybody while nothing is on introspection', async () => {
    const { fake, driver } = setUp();
    await driver.init(IDLE);
    expect(fake.listing().split('\n')).to.include.members([
      HOOK,
      '-A insp -j REJECT --reject-with icmp-port-unreachable',
    ]);
  });

  it('drops other enrolled machines and accepts everybody else', async () => {
    const { fake, driver } = setUp();
    await driver.init(OPEN_FOR_A);
    expect(fake.listing().split('\n').slice(-4)).to.deep.equal([
      HOOK,
      `-A insp -m mac --mac-source ${B.toUpperCase()} -j DROP`,
      '-A insp -j ACCEPT',
      '',
    ]);
  });

  it('accepts machines on introspection and drops everybody else with denyUnknownMacs', async () => {
    const { fake, driver } = setUp();
    await driver.init(ONLY_A);
    expect(fake.listing().split('\n').slice(-3, -1)).to.deep.equal([
      `-A insp -m mac --mac-source ${A.toUpperCase()} -j ACCEPT`,
      '-A insp -j DROP',
    ]);
  });

  it('changes nothing when everything is as wanted', async () => {
    const { fake, driver } = setUp();
    await driver.init(OPEN_FOR_A);
    const before = changesOf(fake).length;
    expect(await driver.sync(OPEN_FOR_A)).to.deep.equal({ changes: 0 });
    expect(changesOf(fake)).to.have.length(before);
  });

  it('changes single rules when few differ', async () => {
    const { fake, driver } = setUp();
    await driver.init(OPEN_FOR_A);
    let input = '';
    const { run } = fake;
    const spied = setUp(
      Object.assign(fake, {
        run: (request: Parameters<typeof run>[0]) => {
          input = request.input ?? input;
          return run(request);
        },
      }),
    );
    expect(await spied.driver.sync(OPEN_FOR_B)).to.deep.equal({ changes: 2 });
    expect(input).to.equal(
      `*filter\n-I insp -m mac --mac-source ${A} -j DROP\n-D insp -m mac --mac-source ${B} -j DROP\nCOMMIT\n`,
    );
    expect(MACHINES.map((mac) => fake.isOpen(mac))).to.deep.equal([false, true, true]);
  });

  it('opens again for the same machine after everything was closed', async () => {
    for (const state of [OPEN_FOR_A, ONLY_A]) {
      const { fake, driver } = setUp();
      await driver.init(state);
      await driver.sync(IDLE);
      expect(fake.isOpen(A)).to.equal(false);
      await driver.sync(state);
      expect(fake.isOpen(A)).to.equal(true);
    }
  });

  for (const [damage, commands] of [
    ['the hook was deleted', ['-D INPUT -i br0 -p udp --dport 67 -j insp']],
    ['a rule was deleted', [`-D insp -m mac --mac-source ${B} -j DROP`]],
    ['a rule was added', ['-I insp -j ACCEPT']],
    ['the chain was emptied', ['-F insp']],
    ['the chain is gone', ['-D INPUT -i br0 -p udp --dport 67 -j insp', '-F insp', '-X insp']],
    ['hooks are there twice', ['-I INPUT -i br0 -p udp --dport 67 -j insp']],
    ['a hook of another interface is left', ['-I INPUT -i eth9 -p udp --dport 67 -j insp']],
    ['a temporary chain is left', ['-N insp_temp', '-A insp_temp -j ACCEPT']],
  ] as const) {
    it(`repairs at the next synchronisation that ${damage}`, async () => {
      const { fake, driver } = setUp();
      await driver.init(OPEN_FOR_A);
      const right = fake.listing();
      for (const command of commands) fake.byHand(command);
      expect((await driver.sync(OPEN_FOR_A)).changes).to.be.greaterThan(0);
      expect(fake.listing()).to.equal(right);
    });
  }

  it('comes before rules that others put in front when it changes something', async () => {
    const other = '-p udp -m udp --dport 67 -j ACCEPT';
    for (const restoreFailure of [undefined, { missing: true }]) {
      const { fake, driver } = setUp();
      fake.restoreFailure = restoreFailure;
      await driver.init(OPEN_FOR_A);
      fake.byHand(`-I INPUT ${other}`);
      expect(await driver.sync(OPEN_FOR_A)).to.deep.equal({ changes: 0 });
      await driver.sync(OPEN_FOR_B);
      const inInput = fake.listing().split('\n');
      expect(inInput.filter((line) => line.startsWith('-A INPUT'))).to.deep.equal([
        HOOK,
        `-A INPUT ${other}`,
      ]);
      expect(fake.isOpen(A)).to.equal(false);
    }
  });

  it('tries once more when the rules changed between reading and writing', async () => {
    const { fake, driver } = setUp();
    await driver.init(OPEN_FOR_A);
    await driver.prepare();
    fake.byHand(`-D insp -m mac --mac-source ${B} -j DROP`);
    await driver.sync(OPEN_FOR_B);
    expect(MACHINES.map((mac) => fake.isOpen(mac))).to.deep.equal([false, true, true]);
  });

  it('takes over the rules of an earlier run without opening in between', async () => {
    const { fake, driver } = setUp();
    await driver.init(IDLE);
    fake.onChange = () => expect(MACHINES.some((mac) => fake.isOpen(mac))).to.equal(false);
    await setUp(fake).driver.init(IDLE);
  });

  it('keeps the rules after a failure and removes them when the service stops', async () => {
    const { fake, driver } = setUp();
    await driver.init(OPEN_FOR_A);
    fake.byHand('-I INPUT -i br0 -p udp --dport 67 -j insp');
    await driver.reset();
    expect(fake.isOpen(B)).to.equal(false);
    await driver.tearDown();
    expect(fake.listing()).to.equal('-P INPUT ACCEPT\n');
    await driver.tearDown();
  });

  it('works without -w where iptables is too old for it', async () => {
    const fake = new FakeIptables();
    fake.knowsWait = false;
    const { driver, warnings } = setUp(fake);
    await driver.init(OPEN_FOR_A);
    expect(fake.isOpen(B)).to.equal(false);
    expect(warnings.join()).to.include('does not know -w');
  });

  it('fails with what iptables says', async () => {
    const fake = new FakeIptables();
    fake.restoreFailure = { status: 4, stderr: 'Another app is currently holding the xtables lock' };
    const reason = await setUp(fake)
      .driver.init(IDLE)
      .catch((error: Error) => error.message);
    expect(reason).to.match(/^`iptables-restore -w --noflush` .*holding the xtables lock$/);
  });

  describe('telling what a machine gets', () => {
    const verdictOf = async (driver: IptablesFilter, mac: string) => (await driver.inspect(mac)).verdict;

    it('goes by the rules, those of a machine before the one for all others', async () => {
      const { driver } = setUp();
      await driver.init(OPEN_FOR_A);
      expect([await verdictOf(driver, B), await verdictOf(driver, A)]).to.deep.equal(['deny', 'allow']);
      expect((await driver.examine()).follows).to.equal('yes');
      await driver.sync(ONLY_A);
      expect([await verdictOf(driver, A), await verdictOf(driver, B)]).to.deep.equal(['allow', 'deny']);
      await driver.sync(IDLE);
      expect(await verdictOf(driver, STRANGER)).to.equal('deny');
    });

    it('says that everybody gets a lease where nothing leads to the chain', async () => {
      const { driver } = setUp();
      await driver.init(IDLE);
      await driver.tearDown();
      expect(await verdictOf(driver, STRANGER)).to.equal('allow');
      expect((await driver.examine()).follows).to.equal('no');
    });

    for (const [what, command] of [
      ['a rule of somebody else in the chain', '-I insp -j ACCEPT'],
      ['a rule of somebody else in front of it', '-I INPUT -i br0 -j ACCEPT'],
    ] as const) {
      it(`does not know because of ${what}`, async () => {
        const { driver, fake } = setUp();
        await driver.init(IDLE);
        fake.byHand(command);
        const { verdict, reason } = await driver.inspect(B);
        expect(verdict).to.equal('unknown');
        expect(reason).to.match(/changed by another program|Another rule stands/);
      });
    }

    it('does not know where there is no such interface: rules about it match nothing', async () => {
      const { driver } = setUp(new FakeIptables(), [], false);
      await driver.init(IDLE);
      const { verdict, reason } = await driver.inspect(B);
      expect(verdict).to.equal('unknown');
      expect(reason).to.include('iptables.dnsmasqInterface');
    });
  });

  describe('where many rules cannot be loaded at once', () => {
    const refusing = () =>
      Object.assign(new FakeIptables(), { restoreFailure: { status: 99, stderr: 'no filter matched' } });

    it('ends with the same rules, and asks only once', async () => {
      const fake = refusing();
      const { driver, warnings } = setUp(fake);
      const usual = setUp();
      await driver.init(IDLE);
      await usual.driver.init(IDLE);
      for (const state of [OPEN_FOR_A, OPEN_FOR_B, IDLE, ONLY_B, ONLY_A, OPEN_FOR_A]) {
        await driver.sync(state);
        await usual.driver.sync(state);
        expect(fake.listing()).to.equal(usual.fake.listing());
      }
      expect(fake.commands.filter((line) => line.includes('restore'))).to.have.length(1);
      expect(warnings).to.have.length(1);
    });

    const states = { IDLE, OPEN_FOR_A, OPEN_FOR_B, ONLY_A, ONLY_B };
    for (const [fromName, from] of Object.entries(states)) {
      it(`never opens more than wanted from ${fromName}, killed before any command or not`, async () => {
        for (const to of Object.values(states)) {
          for (let kill = 1; kill < 40; kill++) {
            const fake = refusing();
            await setUp(fake).driver.init(from);
            let open = MACHINES.filter((mac) => fake.isOpen(mac));
            fake.onChange = () => {
              const now = MACHINES.filter((mac) => fake.isOpen(mac));
              for (const mac of now) if (!open.includes(mac)) expect(isServed(to, mac), mac).to.equal(true);
              open = now;
            };
            fake.killBefore = kill;
            const killed = await setUp(fake)
              .driver.init(to)
              .then(
                () => false,
                () => true,
              );
            fake.killBefore = Infinity;
            await setUp(fake).driver.init(to);
            for (const mac of MACHINES) expect(fake.isOpen(mac), mac).to.equal(isServed(to, mac));
            expect(fake.listing()).not.to.include('insp_temp');
            if (!killed) break;
          }
        }
      });
    }
  });

  it('puts the privilege helper in front of every command', async () => {
    const fake = new FakeIptables();
    const lines: string[] = [];
    const { driver } = setUp(
      Object.assign(fake, {
        run: async ({
          command,
          args,
          input,
        }: {
          command: string;
          args: readonly string[];
          input?: string;
        }) => {
          lines.push([command, ...args].join(' '));
          return { stdout: '', stderr: '', input };
        },
      }),
      ['sudo', 'ironic-inspector-rootwrap', '/etc/rootwrap.conf'],
    );
    await driver.init(IDLE);
    expect(lines).to.deep.equal([
      'sudo ironic-inspector-rootwrap /etc/rootwrap.conf iptables -w -h',
      'sudo ironic-inspector-rootwrap /etc/rootwrap.conf iptables -w -S',
      'sudo ironic-inspector-rootwrap /etc/rootwrap.conf iptables-restore -w --noflush',
    ]);
  });
});
