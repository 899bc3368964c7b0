import { runCommand } from '@inspector/plugin-api/commands';
import type { PxeFilterDriver } from '@inspector/plugin-api';
import { pxeFilterSuite, recordLog, type Decision } from '@inspector/test-kit';
import { IptablesFilter } from '../../../plugins/pxe-filter-iptables/src/iptables-filter.js';
import { programsOf } from '../../../plugins/pxe-filter-iptables/src/options.js';
import { createPacketFilter } from '../../../plugins/pxe-filter-iptables/src/programs.js';
import { NftablesFilter } from '../../../plugins/pxe-filter-nftables/src/nftables-filter.js';
import { describePeer } from '../peer.js';
import { run } from '../servers/run.js';
import { createDhcpNetwork, SERVER_INTERFACE, type DhcpNetwork } from './network.js';

const NAME = 'inspector';
const HOOK = ['INPUT', '-i', SERVER_INTERFACE, '-p', 'udp', '--dport', '67', '-j', NAME];

/** A kind of packet filter: its driver, what it says about a machine, and how it can be damaged. */
interface Kind {
  readonly title: string;
  readonly program: string;
  driver(helper: readonly string[]): PxeFilterDriver;
  decision(listing: string, mac: string): Decision;
  /** What prints the listing. */
  readonly list: readonly string[];
  readonly damage: Readonly<Record<string, readonly string[]>>;
}

const iptables = (variant: 'nft' | 'legacy'): Kind => {
  const programs = programsOf('4', variant);
  const { single } = programs;
  return {
    title: `iptables, ${variant} variant`,
    program: single,
    driver: (helper) =>
      new IptablesFilter({
        filter: createPacketFilter({ programs, helper, timeout: 60, run: runCommand, log: recordLog() }),
        subject: { chain: NAME, temporary: `${NAME}_temp`, networkInterface: SERVER_INTERFACE, port: 67 },
        log: recordLog(),
        tools: { program: single, helper },
      }),
    list: [single, '-w', '-S'],
    decision(listing, mac) {
      if (!listing.includes(`-A INPUT -i ${SERVER_INTERFACE} -p udp -m udp --dport 67 -j ${NAME}\n`)) {
        return 'unlisted';
      }
      const rules = listing.split('\n').filter((line) => line.startsWith(`-A ${NAME} `));
      const first = rules.find((rule) => !rule.includes('--mac-source') || rule.toLowerCase().includes(mac));
      if (first === undefined) return 'unlisted';
      return first.includes('-j ACCEPT') ? 'allow' : 'deny';
    },
    damage: {
      'the hook deleted': [single, '-w', '-D', ...HOOK],
      'the hook doubled': [single, '-w', '-I', ...HOOK],
      'the chain emptied': [single, '-w', '-F', NAME],
      'everybody accepted': [single, '-w', '-I', NAME, '-j', 'ACCEPT'],
    },
  };
};

const nftables: Kind = {
  title: 'nftables',
  program: 'nft',
  driver: (helper) =>
    new NftablesFilter({
      subject: { table: NAME, networkInterface: SERVER_INTERFACE, protocol: 'ipv4', port: 67 },
      helper,
      timeout: 60,
      run: runCommand,
      log: recordLog(),
    }),
  list: ['nft', 'list', 'ruleset'],
  decision(listing, mac) {
    if (!listing.includes('udp dport 67 jump dhcp')) return 'unlisted';
    const listed = (set: string) =>
      new RegExp(`set ${set} \\{[^}]*?elements = \\{([^}]*)`).exec(listing)?.[1] ?? '';
    const rules =
      /chain dhcp \{([^}]*)/
        .exec(listing)?.[1]
        ?.trim()
        .split(/\s*\n\s*/) ?? [];
    for (const rule of rules) {
      const set = /^ether saddr @(\w+) /.exec(rule)?.[1];
      if (set === undefined || listed(set).includes(mac)) return rule.endsWith('accept') ? 'allow' : 'deny';
    }
    return 'unlisted';
  },
  damage: {
    'the ruleset flushed': ['nft', 'flush', 'ruleset'],
    'the hook deleted': ['nft', 'flush', 'chain', 'inet', NAME, 'input'],
    'everybody accepted': ['nft', 'insert', 'rule', 'inet', NAME, 'dhcp', 'accept'],
  },
};

for (const kind of [iptables('nft'), iptables('legacy'), nftables]) {
  describePeer(`packet filters in the kernel: ${kind.title}`, ['ip', 'sysctl', kind.program], function () {
    this.timeout(120_000);
    let network: DhcpNetwork;
    before(async () => {
      network = await createDhcpNetwork([]);
    });
    after(() => network.remove());

    const inServer = (command: readonly string[]): Promise<string> => {
      const [program, ...prefix] = network.inServer;
      return run(program, [...prefix, ...command]);
    };

    pxeFilterSuite({
      describe,
      it,
      before,
      after,
      name: kind.title,
      create: async () => ({
        driver: kind.driver(network.inServer),
        observer: { decision: async (mac) => kind.decision(await inServer(kind.list), mac) },
        watchable: true,
        damage: Object.entries(kind.damage).map(([name, command]) => ({
          name,
          inflict: async () => void (await inServer(command)),
        })),
        cleanUp: async () => {},
      }),
    });
  });
}
