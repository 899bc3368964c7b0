import { expect } from 'chai';
import { STATES, type IntrospectionState } from '@inspector/plugin-api';
import type { DhcpLogSight } from '@inspector/plugin-api';
import { chance } from '../../../test/mocha/chance.js';
import type { CauseCode } from '../../src/diagnosis/causes.js';
import { findingsOf } from '../../src/diagnosis/diagnose.js';
import type { Facts } from '../../src/diagnosis/facts.js';
import {
  log,
  NO_LOG,
  request,
  BMC,
  card,
  event,
  facts,
  INTROSPECTION,
  MAC,
  NODE,
  OTHER,
  post,
  record,
  run,
  seen,
  sight,
  stored,
} from './facts.js';

const WORLDS = 5_000;

/** Texts that Inspector itself writes; a rule and a ramdisk may write the same ones. */
const OWN_WORDS = {
  abort: 'Canceled by operator',
  timeout: 'Introspection timeout',
  long: 'The work on node x took longer than 60 s',
  power: 'Failed to power on the node, check its power management configuration: BMC is away',
  bootDevice: 'Failed to set boot device to PXE: no answer',
  locked: 'Failed to set boot device to PXE: Node x is locked by host y, please retry after',
  powerOff: 'Failed to power off node x, check its power management configuration: no answer',
  noPort: "No lookup attributes were found, inspector won't be able to find it",
  stopped: 'The service stopped while the node was in state processing; start its introspection again',
  leaseLost: 'The lease of node x was lost (etcd)',
  filter: 'The PXE filter driver DnsmasqFilter, state=initialized: nft is missing',
} as const;
type End = keyof typeof OWN_WORDS | 'rule' | 'hook' | 'ramdisk' | 'other';
const ENDS = [...Object.keys(OWN_WORDS), 'rule', 'hook', 'ramdisk', 'other'] as readonly End[];

/** What is really so. */
interface World {
  readonly exists: boolean;
  readonly introspected: boolean;
  readonly state: IntrospectionState;
  /** Where the state is `error`. */
  readonly end: End;
  /** What a rule or a ramdisk said. */
  readonly words: string;
  readonly power: 'on' | 'off' | 'order failed' | 'off order failed';
  readonly kept: boolean;
  readonly ambiguous: 'not' | 'with this node' | 'with others';
  readonly work: 'none' | 'goes on' | 'queue' | 'lock' | 'service';
  readonly degraded: boolean;
  /** What the DHCP server has done with the machine since the start. */
  readonly dhcp: 'nothing' | 'leased' | 'refused';
}

/** For each finding that may be sure: whether it is so. */
const TRUTH: Readonly<Partial<Record<CauseCode, (world: World) => boolean>>> = {
  WHY_ABORTED: ({ end }) => end === 'abort',
  WHY_TIMED_OUT: ({ end }) => end === 'timeout',
  WHY_WORK_TOO_LONG: ({ end }) => end === 'long',
  WHY_RULE_FAILED: ({ end }) => end === 'rule',
  WHY_RAMDISK_ERROR: ({ end }) => end === 'ramdisk',
  WHY_HOOK_FAILED: ({ end }) => end === 'hook',
  WHY_POWER_ON_FAILED: ({ end }) => end === 'power',
  WHY_BOOT_DEVICE_FAILED: ({ end }) => end === 'bootDevice',
  WHY_POWER_OFF_FAILED: ({ end }) => end === 'powerOff',
  WHY_NO_PORT: ({ end, state }) => state === 'error' && end === 'noPort',
  WHY_SERVICE_STOPPED: ({ end }) => end === 'stopped',
  WHY_LEASE_LOST: ({ end }) => end === 'leaseLost',
  WHY_FILTER_FAILED: ({ end, state }) => state === 'error' && end === 'filter',
  // That it failed is so however it did.
  WHY_FAILED: ({ state }) => state === 'error',
  WHY_NODE_LOCKED: ({ end, state, work }) => (state === 'error' ? end === 'locked' : work === 'lock'),
  WHY_SERVICE_AWAY: ({ work }) => work === 'service',
  WHY_IN_QUEUE: ({ work }) => work === 'queue',
  WHY_DATA_KEPT: ({ kept }) => kept,
  WHY_AMBIGUOUS: ({ ambiguous }) => ambiguous === 'with this node',
  WHY_NO_LEASE: ({ dhcp }) => dhcp === 'refused',
  WHY_POWER_FAILED: ({ power }) => power === 'order failed',
  WHY_UNKNOWN: ({ exists, introspected }) => !exists && !introspected,
  WHY_NEVER_STARTED: ({ exists, introspected }) => exists && !introspected,
  WHY_FINISHED: ({ state }) => state === 'finished',
  WHY_DEGRADED: ({ degraded }) => degraded,
};

type Dice = ReturnType<typeof dice>;

function dice(next: () => number) {
  const often = (share: number): boolean => next() < share;
  const one = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T;
  return { often, one };
}

function worldOf({ often, one }: Dice): World {
  const state = one(STATES);
  const isWaiting = state === 'waiting';
  const works = !isWaiting && state !== 'finished' && state !== 'error';
  return {
    ...{ exists: often(0.9), introspected: often(0.9), state, end: one(ENDS) },
    words: one(Object.values(OWN_WORDS)),
    power: one(['on', 'off', 'order failed', 'off order failed']),
    kept: isWaiting && often(0.3),
    ambiguous: one(['not', 'with this node', 'with others']),
    work: works ? one(['none', 'goes on', 'queue', 'lock', 'service']) : 'none',
    degraded: often(0.3),
    dhcp: one(['nothing', 'leased', 'refused']),
  };
}

const POWER = {
  on: { power_state: 'power on', last_error: null },
  off: { power_state: 'power off', last_error: 'Inspection was aborted' },
  'order failed': {
    power_state: null,
    last_error: "Failed to change power state to 'power on' by 'rebooting': ipmitool timed out",
  },
  'off order failed': {
    power_state: 'power off',
    last_error: "Failed to change power state to 'power off' by 'power off': ipmitool timed out",
  },
} as const;

const WORK = {
  none: {},
  'goes on': { held: true },
  queue: { held: true, queue: { position: 2, length: 7 } },
  lock: {
    held: true,
    step: 'waits for Ironic: Cannot set it: Node x is locked by host y. Try 2 of 9 follows',
  },
  service: { held: true, step: 'waits for Ironic: connection refused. Try 2 of 9 follows in 1 s' },
} as const;

/** What of a world is to be seen: some of it is forgotten, away or silent, and some of it misleads. */
function factsOf(world: World, { often, one }: Dice): Facts {
  const history = often(0.7);
  const isOver = world.state === 'error' || world.state === 'finished';
  const said = (words: string): string => (often(0.5) ? words : `${words} and more`);
  const error = errorOf(world, said);
  const hooks = [
    ...(world.end === 'hook'
      ? [{ hook: 'rack', outcome: 'failed' as const, milliseconds: 1, message: said(world.words) }]
      : []),
    ...(world.end === 'ramdisk'
      ? [
          {
            hook: 'ramdisk_error',
            outcome: 'failed' as const,
            milliseconds: 1,
            message: `Ramdisk reported error: ${world.words}`,
          },
        ]
      : []),
    ...(world.degraded
      ? [{ hook: 'lldp', outcome: 'degraded' as const, milliseconds: 1, message: 'x' }]
      : []),
  ];
  // Results of a run before, which are still there because no hook was reached.
  const stale = often(0.2)
    ? [{ hook: 'old', outcome: 'failed' as const, milliseconds: 1, message: 'stale' }]
    : [];
  const how =
    world.end === 'abort'
      ? 'abort_end'
      : world.end === 'timeout' || world.end === 'long'
        ? 'timeout'
        : 'error';
  const over = isOver ? { finishedAt: '2031-02-03T04:15:06' } : {};
  const posts = [
    ...(world.ambiguous === 'not'
      ? []
      : [
          post({
            bmcAddresses: [BMC],
            reason: `Look up error: Multiple nodes match the same number of attributes {}: ${
              world.ambiguous === 'with this node' ? NODE : '33333333-0000-4000-8000-000000000001'
            }, ${OTHER}.`,
          }),
        ]),
    ...(often(0.3)
      ? [post({ nearest: { uuid: NODE, reason: 'its MAC address x differs from y in 1 digit' } })]
      : []),
  ];
  const keptOfBefore = { introspection: OTHER, keptAt: '2031-02-03T04:00:06', reason: 'Swift was away' };
  const kept = { ...keptOfBefore, introspection: INTROSPECTION };
  return facts({
    uuid: world.exists || world.introspected ? NODE : null,
    now: one(['2031-02-03T04:06:06', '2031-02-03T04:25:06']),
    stored: often(0.95)
      ? stored({
          record: world.introspected
            ? record({ state: world.state, error: world.state === 'error' ? error : null, ...over })
            : null,
          ...(isOver || !world.introspected ? { attributes: [] } : {}),
          events:
            often(0.8) && world.state === 'error'
              ? [event('introspection.error', { event: how, from: 'waiting', to: 'error' })]
              : [],
          kept: world.kept ? kept : often(0.2) ? keptOfBefore : null,
          hooks: history ? hooks : [...hooks, ...(hooks.length === 0 ? stale : [])],
          run: isOver && history ? run({ hooks, rules: rulesOf(world) }) : null,
          unmatched: posts,
        })
      : { unknown: 'no answer' },
    baremetal: often(0.8)
      ? world.exists
        ? {
            known: true,
            node: seen({
              ...POWER[world.power],
              maintenance: often(0.2),
              reservation: often(0.2) ? 'y' : null,
            }),
          }
        : { known: false }
      : { known: null, unknown: 'no answer' },
    sights: often(0.8)
      ? [
          sight(
            {
              machines: [
                card({ system: one(['allow', 'deny', 'unknown']), verdict: one(['allow', 'deny', null]) }),
              ],
              log: logOf(world, { often, one }),
            },
            WORK[world.work],
          ),
          // A second DHCP server, of which nothing is to be seen.
          ...(often(0.2) ? [{ host: 'rack-2', silence: 'no answer' }] : []),
        ]
      : [{ host: 'rack-2', silence: 'no answer' }],
  });
}

/** What the log says of it; of other times and machines, too. */
function logOf({ dhcp }: World, { often, one }: Dice): DhcpLogSight {
  if (often(0.2)) return NO_LOG;
  const before = request({ at: '2031-02-03T04:00:00', outcome: one(['leased', 'refused', 'asked']) });
  const other = request({ address: '52:54:00:00:00:77', outcome: 'refused' });
  if (dhcp === 'nothing') return log(other, ...(often(0.5) ? [before] : []));
  return log(request({ outcome: dhcp }), other);
}

function errorOf({ end, words }: World, said: (words: string) => string): string {
  if (end === 'rule') return words;
  if (end === 'hook') return `Unexpected exception TypeError during processing: hook rack: ${words}`;
  if (end === 'ramdisk') return `Preprocessing hook ramdisk_error: Ramdisk reported error: ${words}`;
  if (end === 'other') return 'The moon is full';
  return end === 'abort' || end === 'timeout' ? OWN_WORDS[end] : said(OWN_WORDS[end]);
}

const rulesOf = ({ end }: World) => [
  { uuid: MAC, name: 'applied before', outcome: 'applied' as const },
  ...(end === 'rule' ? [{ uuid: OTHER, name: 'no cheats', outcome: 'failed' as const }] : []),
];

describe('a finding that is sure', () => {
  it(`is true, in ${WORLDS} worlds of which only a part is to be seen`, () => {
    const luck = dice(chance());
    const sure = new Set<CauseCode>();
    for (let count = 0; count < WORLDS; count++) {
      const world = worldOf(luck);
      for (const { code, certainty, evidence } of findingsOf(factsOf(world, luck))) {
        if (certainty !== 'sure') continue;
        sure.add(code);
        const isTrue = TRUTH[code]?.(world) ?? false;
        expect(isTrue, `${code} in ${JSON.stringify(world)}: ${evidence}`).to.equal(true);
      }
    }
    // A diagnosis that is never sure would pass all the same.
    expect([...sure]).to.have.members(Object.keys(TRUTH));
  });
});
