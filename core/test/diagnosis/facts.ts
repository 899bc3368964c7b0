import type { DhcpLogSight, DhcpRequest } from '@inspector/plugin-api';
import type { StoredEvent, StoredRecord, StoredUnmatchedPosts } from '../../src/db/types.js';
import type { Facts, LastRun, StoredFacts } from '../../src/diagnosis/facts.js';
import type { ConductorSight, MachineSight, SeenNode } from '../../src/reports/machine-sight.js';
import type { MacVerdict } from '../../src/reports/pxe-filter-status.js';

/** The node that is asked about. */
export const NODE = '11111111-0000-4000-8000-000000000001';
/** Another one. */
export const OTHER = '11111111-0000-4000-8000-000000000002';
export const INTROSPECTION = '22222222-0000-4000-8000-000000000001';
export const MAC = '52:54:00:00:00:01';
export const BMC = '192.0.2.1';
/** Twenty minutes after the start. */
export const NOW = '2031-02-03T04:25:06';
export const STARTED = '2031-02-03T04:05:06';

export const record = (change: Partial<StoredRecord> = {}): StoredRecord => ({
  ...{ uuid: NODE, name: 'rack-7', state: 'waiting', startedAt: STARTED, finishedAt: null, error: null },
  ...{ manageBoot: true, introspection: INTROSPECTION, fence: 1 },
  ...change,
});

export const failed = (error: string): StoredRecord =>
  record({ state: 'error', finishedAt: '2031-02-03T04:15:06', error });

export const event = (
  type: string,
  body: StoredEvent['body'],
  time = '2031-02-03T04:15:06',
): StoredEvent => ({
  ...{ id: 1, time, name: null, node: NODE, introspection: INTROSPECTION },
  ...{ type, body },
});

export const run = (change: Partial<LastRun> = {}): LastRun => ({
  ...{ number: 1, introspection: INTROSPECTION, finishedAt: '2031-02-03T04:15:06', hooks: [], rules: [] },
  ...change,
});

export const stored = (change: Partial<StoredFacts> = {}): StoredFacts => ({
  ...{ record: record(), shared: [], events: [], kept: null, hooks: [], run: null, unmatched: [] },
  attributes: [
    { name: 'mac', value: MAC },
    { name: 'bmc_address', value: BMC },
  ],
  ...change,
});

export const seen = (change: Partial<SeenNode> = {}): SeenNode => ({
  ...{ uuid: NODE, name: 'rack-7', provision_state: 'inspecting', power_state: 'power on' },
  ...{ target_power_state: null, last_error: null, maintenance: false, maintenance_reason: null },
  ...{ reservation: null, bmc_addresses: [BMC] },
  ports: [{ address: MAC, pxe_enabled: true, client_id: null }],
  ...change,
});

export const card = (change: Partial<MacVerdict> = {}): MacVerdict => ({
  ...{ address: MAC, verdict: 'allow', reason: 'The machine is on introspection.' },
  ...{ system: 'allow', system_reason: 'dnsmasq (process 7) is told to serve this machine.' },
  ...change,
});

export const request = (change: Partial<DhcpRequest> = {}): DhcpRequest => ({
  ...{ address: MAC, at: '2031-02-03T04:06:06', outcome: 'leased' },
  line: `Feb  3 04:06:06 dnsmasq-dhcp[7]: DHCPACK(br0) 10.0.0.5 ${MAC}`,
  ...change,
});

/** A log that was read, with these requests. */
export const log = (...requests: readonly DhcpRequest[]): DhcpLogSight => ({
  ...{ isRead: true, reason: 'What dnsmasq wrote into /var/log/dnsmasq.log' },
  requests: requests.length > 0 ? requests : [request({ outcome: 'asked' })],
});

/** A log that cannot be read. */
export const NO_LOG: DhcpLogSight = { isRead: false, reason: 'It is in the journal.', requests: [] };

export const sight = (
  filter: Partial<MachineSight['filter']> = {},
  work: Partial<MachineSight> = {},
): ConductorSight => ({
  milliseconds: 1,
  sight: {
    ...{ host: 'rack-1', process: 7, program: 'serve', held: false, step: null, queue: null },
    filter: {
      ...{ driver: 'dnsmasq', state: 'initialized', sync_period: 15, deny_unknown_macs: false },
      last_sync: {
        ...{ started_at: '2031-02-03T04:25:00.000Z', seconds: 0.1, changes: 0, allowed: 1, denied: 9 },
        unknown: 'allow',
      },
      ...{
        last_failure: null,
        dhcp_server: { follows: 'yes', reason: 'It follows.' },
        machines: [card()],
        log: NO_LOG,
      },
      ...filter,
    },
    ...work,
  },
});

export const post = (change: Partial<StoredUnmatchedPosts> = {}): StoredUnmatchedPosts => ({
  ...{ address: '192.0.2.77', macs: ['52:54:00:00:00:11'], bmcAddresses: [], nearest: null, posts: 1 },
  reason:
    "Look up error: Could not find a node for attributes {'bmc_address': [], 'mac': ['52:54:00:00:00:11']}",
  ...{ firstSeen: '2031-02-03T04:10:06', lastSeen: '2031-02-03T04:10:06' },
  ...change,
});

export const facts = (change: Partial<Facts> = {}): Facts => ({
  ...{ now: NOW, asked: NODE, mac: null, uuid: NODE, stored: stored() },
  ...{ baremetal: { known: true, node: seen() }, sights: [sight()], limits: { timeout: 3600 } },
  ...change,
});
