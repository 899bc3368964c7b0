import { expect } from 'chai';
import { STATES } from '@inspector/plugin-api';
import { CAUSES } from '../../src/diagnosis/causes.js';
import { diagnose, findingsOf } from '../../src/diagnosis/diagnose.js';
import type { Facts } from '../../src/diagnosis/facts.js';
import {
  BMC,
  card,
  event,
  failed,
  facts,
  log,
  MAC,
  NODE,
  OTHER,
  post,
  record,
  request,
  run,
  seen,
  sight,
  stored,
} from './facts.js';

const POWER_FAULT =
  "Failed to change power state to 'power on' by 'rebooting': IPMI call failed: power status.";
const ended = (how: string, from = 'waiting') =>
  event('introspection.error', { event: how, from, to: 'error' });
const failure = (error: string, more: Parameters<typeof stored>[0] = {}) =>
  facts({ stored: stored({ record: failed(error), attributes: [], run: run(), ...more }) });
const hook = (name: string, message: string) => ({
  hook: name,
  outcome: 'failed' as const,
  milliseconds: 1,
  message,
});
const working = (state: Parameters<typeof record>[0], work: Parameters<typeof sight>[1]): Facts =>
  facts({ stored: stored({ record: record(state) }), sights: [sight({}, work)] });
const filtered = (filter: Parameters<typeof sight>[0]): Facts => facts({ sights: [sight(filter)] });

/** Facts, and the finding that has to come first. */
const TABLE: Readonly<
  Record<string, readonly [Facts, `${'sure' | 'likely' | 'possible'} ${keyof typeof CAUSES}`]>
> = {
  'an abort': [failure('Canceled by operator', { events: [ended('abort_end')] }), 'sure WHY_ABORTED'],
  'the end of its time': [
    failure('Introspection timeout', { events: [ended('timeout')] }),
    'sure WHY_TIMED_OUT',
  ],
  'work that took too long': [
    failure('The work on node x took longer than 60 s', { events: [ended('timeout', 'processing')] }),
    'sure WHY_WORK_TOO_LONG',
  ],
  'a ramdisk that reports an error': [
    failure('Preprocessing hook ramdisk_error: Ramdisk reported error: no disk', {
      hooks: [hook('ramdisk_error', 'Ramdisk reported error: no disk')],
    }),
    'sure WHY_RAMDISK_ERROR',
  ],
  'a hook that refuses the data': [
    failure('Unexpected exception TypeError during processing: hook rack: x', { hooks: [hook('rack', 'x')] }),
    'sure WHY_HOOK_FAILED',
  ],
  'results of a hook from before the data were processed again': [
    failure('The storage is away', { hooks: [hook('rack', 'x')] }),
    'likely WHY_HOOK_FAILED',
  ],
  'a rule': [
    failure('Introspection timeout', {
      run: run({ rules: [{ uuid: OTHER, name: 'no cheats', outcome: 'failed' }] }),
      events: [ended('error')],
    }),
    'sure WHY_RULE_FAILED',
  ],
  'power that does not come on': [
    failure('Failed to power on the node, check its power management configuration: BMC is away'),
    'sure WHY_POWER_ON_FAILED',
  ],
  'the same words where it is not kept whether a rule wrote them': [
    failure('Failed to power on the node, check its power management configuration: x', { run: null }),
    'likely WHY_POWER_ON_FAILED',
  ],
  'a node that Ironic had locked': [
    failure('Failed to set boot device to PXE: Node x is locked by host y, please retry after'),
    'sure WHY_NODE_LOCKED',
  ],
  'no attributes to look up': [
    failure("No lookup attributes were found, inspector won't"),
    'sure WHY_NO_PORT',
  ],
  'a stop of the service': [
    failure('The service stopped while the node was in state processing; start'),
    'sure WHY_SERVICE_STOPPED',
  ],
  'any other error': [failure('The moon is full'), 'sure WHY_FAILED'],
  'data that are kept': [
    facts({
      stored: stored({
        kept: { introspection: record().introspection ?? '', keptAt: '2031-02-03T04:10:06', reason: 'Swift' },
      }),
    }),
    'sure WHY_DATA_KEPT',
  ],
  'a machine that fits two nodes': [
    facts({
      stored: stored({
        unmatched: [
          post({
            bmcAddresses: [BMC],
            reason: `Look up error: Multiple nodes match the same number of attributes {}: ${NODE}, ${OTHER}.`,
          }),
        ],
      }),
    }),
    'sure WHY_AMBIGUOUS',
  ],
  'a machine with nearly the right MAC': [
    facts({
      stored: stored({
        unmatched: [
          post({ nearest: { uuid: NODE, reason: `its MAC address ${MAC} differs from x in 1 digit` } }),
        ],
      }),
    }),
    'likely WHY_WRONG_MAC',
  ],
  'a machine that is refused for something else': [
    facts({ stored: stored({ unmatched: [post({ macs: [MAC] })] }) }),
    'likely WHY_POST_REFUSED',
  ],
  'an order to boot that failed': [
    facts({ baremetal: { known: true, node: seen({ power_state: 'error', last_error: POWER_FAULT }) } }),
    'sure WHY_POWER_FAILED',
  ],
  'a machine that is off': [
    facts({ baremetal: { known: true, node: seen({ power_state: 'power off' }) } }),
    'likely WHY_POWER_OFF',
  ],
  'no lease, measured': [filtered({ machines: [card({ system: 'deny' })] }), 'likely WHY_NO_LEASE'],
  'a request that dnsmasq ignored': [
    filtered({ log: log(request({ outcome: 'refused' })) }),
    'sure WHY_NO_LEASE',
  ],
  'a machine that got an address long ago, whatever the filter does now': [
    filtered({ log: log(request()), machines: [card({ system: 'deny' })] }),
    'likely WHY_GOT_LEASE',
  ],
  'a machine that got an address a minute ago': [
    facts({ now: '2031-02-03T04:07:06', sights: [sight({ log: log(request()) })] }),
    'likely WHY_BOOTING',
  ],
  'a machine that has asked nobody': [filtered({ log: { ...log(), requests: [] } }), 'likely WHY_NO_REQUEST'],
  'an address from before the start, and a log that begins after it': [
    filtered({
      log: { ...log(request({ at: '2031-02-03T04:00:00' })), since: '2031-02-03T04:20:00' },
    }),
    'likely WHY_NO_POST',
  ],
  'a filter that fails': [
    filtered({ last_failure: { at: '2031-02-03T04:20:00.000Z', message: 'nft is missing' } }),
    'likely WHY_FILTER_FAILED',
  ],
  'a DHCP server that goes by something older': [
    filtered({ dhcp_server: { follows: 'no', reason: 'The directory was replaced.' } }),
    'likely WHY_DHCP_OUTDATED',
  ],
  'a filter that keeps the machine out': [
    filtered({ machines: [card({ verdict: 'deny' })] }),
    'likely WHY_FILTER_DENIES',
  ],
  'no port': [
    facts({
      stored: stored({ attributes: [{ name: 'bmc_address', value: BMC }] }),
      baremetal: { known: true, node: seen({ ports: [] }) },
    }),
    'likely WHY_NO_PORT',
  ],
  'a port that came after the start': [
    facts({ stored: stored({ attributes: [{ name: 'mac', value: '52:54:00:00:00:99' }] }) }),
    'likely WHY_PORT_TOO_NEW',
  ],
  'another node with its BMC, and no MAC to tell them apart': [
    facts({
      stored: stored({
        attributes: [{ name: 'bmc_address', value: BMC }],
        shared: [{ nodeUuid: OTHER, name: 'bmc_address', value: BMC }],
      }),
      baremetal: { known: true, node: seen({ ports: [] }) },
    }),
    'likely WHY_NO_PORT',
  ],
  'a node that Ironic has forgotten': [facts({ baremetal: { known: false } }), 'likely WHY_NODE_DELETED'],
  maintenance: [
    facts({ baremetal: { known: true, node: seen({ maintenance: true }) }, now: '2031-02-03T04:25:06' }),
    'possible WHY_MAINTENANCE',
  ],
  'nothing that is wrong, after twenty minutes': [facts(), 'likely WHY_NO_POST'],
  'nothing that is wrong, after one minute': [facts({ now: '2031-02-03T04:06:06' }), 'likely WHY_BOOTING'],
  'a place in the line of reboots': [
    working({ state: 'starting' }, { held: true, queue: { position: 3, length: 9 } }),
    'sure WHY_IN_QUEUE',
  ],
  'a lock of Ironic that is waited for': [
    working({ state: 'starting' }, { held: true, step: 'waits for Ironic: Node x is locked by host y' }),
    'sure WHY_NODE_LOCKED',
  ],
  'a service that is waited for': [
    working({ state: 'processing' }, { held: true, step: 'waits for Ironic: connection refused' }),
    'sure WHY_SERVICE_AWAY',
  ],
  'a start that was left while Ironic is away': [
    { ...working({ state: 'starting' }, {}), baremetal: { known: null, unknown: 'connection refused' } },
    'likely WHY_SERVICE_AWAY',
  ],
  'work that nobody does': [working({ state: 'processing' }, {}), 'likely WHY_NOBODY_WORKS'],
  'work that goes on': [working({ state: 'aborting' }, { held: true }), 'likely WHY_AT_WORK'],
  'an end that was well': [
    facts({
      stored: stored({
        record: record({ state: 'finished', finishedAt: '2031-02-03T04:15:06' }),
        attributes: [],
      }),
    }),
    'sure WHY_FINISHED',
  ],
  'a node that was never introspected': [
    facts({ stored: stored({ record: null, attributes: [] }) }),
    'sure WHY_NEVER_STARTED',
  ],
  'a node that nobody knows': [
    facts({ uuid: null, stored: stored({ record: null, attributes: [] }), baremetal: { known: false } }),
    'sure WHY_UNKNOWN',
  ],
  'a node that nobody knows, while Ironic is away': [
    facts({
      uuid: null,
      stored: stored({ record: null, attributes: [] }),
      baremetal: { known: null, unknown: 'away' },
    }),
    'possible WHY_UNKNOWN',
  ],
  'a database that is away': [
    facts({ stored: { unknown: 'no answer' }, baremetal: { known: null, unknown: 'away' }, sights: [] }),
    'possible WHY_BAREMETAL_UNSEEN',
  ],
};

describe('the findings of a diagnosis', () => {
  for (const [title, [given, first]] of Object.entries(TABLE)) {
    it(`say first: ${title}`, () => {
      const found = findingsOf(given).map(({ certainty, code }) => `${certainty} ${code}`);
      expect(found[0], found.join(', ')).to.equal(first);
    });
  }

  it('are at least one in every state, whatever can be looked at', () => {
    for (const state of STATES)
      for (const baremetal of [
        facts().baremetal,
        { known: false },
        { known: null, unknown: 'away' },
      ] as const)
        for (const sights of [[], [sight()], [{ host: 'rack-2', silence: 'away' }]]) {
          const over = state === 'finished' || state === 'error' ? { finishedAt: '2031-02-03T04:15:06' } : {};
          const given = facts({ stored: stored({ record: record({ state, ...over }) }), baremetal, sights });
          const { findings } = diagnose(given, []);
          expect(findings, state).not.to.be.empty;
          for (const { code, evidence } of findings) {
            expect(CAUSES).to.have.property(code);
            expect(evidence, code).to.match(/\S/);
          }
        }
  });

  it('say what could not be looked at, last', () => {
    const away = facts({
      baremetal: { known: null, unknown: 'connection refused' },
      sights: [{ host: 'rack-2', silence: 'no answer' }],
    });
    const codes = findingsOf(away).map(({ code }) => code);
    expect(codes.slice(-2)).to.deep.equal(['WHY_BAREMETAL_UNSEEN', 'WHY_CONDUCTOR_UNSEEN']);
    expect(codes).not.to.include('WHY_NODE_DELETED');
  });

  it('claim nobody works on a node only where every conductor was asked', () => {
    const given = facts({
      stored: stored({ record: record({ state: 'processing' }) }),
      sights: [sight(), { host: 'rack-2', silence: 'no answer' }],
    });
    expect(findingsOf(given).map(({ code }) => code)).not.to.include('WHY_NOBODY_WORKS');
  });

  it('of a machine with two cards say nothing sure of one that gets no lease', () => {
    const second = '52:54:00:00:00:02';
    const ports = [MAC, second].map((address) => ({ address, pxe_enabled: true, client_id: null }));
    const given = facts({
      stored: stored({ attributes: [MAC, second].map((value) => ({ name: 'mac', value })) }),
      baremetal: { known: true, node: seen({ ports }) },
      sights: [sight({ machines: [card(), card({ address: second, system: 'deny' })] })],
    });
    expect(findingsOf(given).find(({ code }) => code === 'WHY_NO_LEASE')?.certainty).to.equal('possible');
  });

  it('say at which of several conductors a node stands in line', () => {
    const starting = stored({ record: record({ state: 'starting' }) });
    const own = sight({}, { held: true, queue: { position: 2, length: 3 } });
    const evidence = (sights: Facts['sights']) =>
      findingsOf(facts({ stored: starting, sights }))[0]?.evidence;
    expect(evidence([own])).to.equal('It is number 2 of 3 that wait to be rebooted.');
    expect(evidence([sight({}, { host: 'rack-2' }), own])).to.equal(
      'It is number 2 of 3 that wait to be rebooted at the conductor rack-1 (process 7); the others reboot theirs in between.',
    );
  });

  it('have all warnings of a hook in one line', () => {
    const message = 'no data (interface=eno1)\nno data (interface=eno2)';
    const warned = { ...hook('lldp', message), outcome: 'degraded' as const };
    const over = record({ state: 'finished', finishedAt: '2031-02-03T04:15:06' });
    const given = facts({ stored: stored({ record: over, attributes: [], hooks: [warned] }) });
    expect(findingsOf(given)[0]?.evidence).to.equal(
      'The hook lldp could not do all it should: no data (interface=eno1); no data (interface=eno2)',
    );
  });

  it('leave posts out that came before the start or after the end', () => {
    const early = post({ macs: [MAC], firstSeen: '2031-02-03T04:00:00', lastSeen: '2031-02-03T04:01:00' });
    expect(
      findingsOf(facts({ stored: stored({ unmatched: [early] }) })).map(({ code }) => code),
    ).not.to.include('WHY_POST_REFUSED');
    const late = post({ macs: [MAC], firstSeen: '2031-02-03T04:20:00', lastSeen: '2031-02-03T04:21:00' });
    const over = failure('Introspection timeout', { unmatched: [late], events: [ended('timeout')] });
    expect(findingsOf(over).map(({ code }) => code)).not.to.include('WHY_POST_REFUSED');
  });

  it('name the node in commands, and nothing that a shell would read otherwise', () => {
    const { findings } = diagnose(
      facts({ baremetal: { known: true, node: seen({ maintenance: true }) } }),
      [],
    );
    expect(findings.find(({ code }) => code === 'WHY_MAINTENANCE')?.remedy).to.contain(`unset ${NODE}`);
    const nobody = { uuid: null, asked: '$(reboot)', stored: stored({ record: null, attributes: [] }) };
    for (const { remedy } of diagnose(facts({ ...nobody, baremetal: { known: false } }), []).findings)
      expect(remedy).not.to.contain('reboot)');
  });
});
