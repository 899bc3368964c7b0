import { expect } from 'chai';
import type { NewEvent } from '../../src/db/types.js';
import { pino } from 'pino';
import {
  currentPatience,
  InspectorError,
  Patience,
  type PxeFilterDriver,
  type WantedFilterState,
  withPatience,
} from '@inspector/plugin-api';
import { runCommand } from '@inspector/plugin-api/commands';
import { createMetrics } from '../../src/metrics/metrics.js';
import { createPxeFilterManager } from '../../src/pxe-filter/manager.js';
import type { PxeFilterConfig } from '../../src/pxe-filter/types.js';
import { createFakeClock } from '../tasks/fake-clock.js';

const A = '52:54:00:aa:00:01';
const B = '52:54:00:aa:00:02';
const UNREACHABLE = new InspectorError('INSP_BAREMETAL_UNREACHABLE', 'connection refused');

/** A driver that remembers what it was told and fails on demand. */
class RecordingDriver implements PxeFilterDriver {
  readonly calls: string[] = [];
  wanted: WantedFilterState | undefined;
  readonly failures: Error[] = [];
  async init(wanted: WantedFilterState) {
    this.#take('init', wanted);
  }
  async sync(wanted: WantedFilterState) {
    this.#take('sync', wanted);
    return { changes: 3 };
  }
  async tearDown() {
    this.calls.push('tearDown');
  }
  #take(call: string, wanted: WantedFilterState) {
    this.calls.push(call);
    const failure = this.failures.shift();
    if (failure) throw failure;
    this.wanted = wanted;
  }
}

type Changes = { readonly [K in keyof PxeFilterConfig]?: Partial<PxeFilterConfig[K]> };

function setUp(
  changes: Changes = {},
  driver: PxeFilterDriver = new RecordingDriver(),
  driverName = 'dnsmasq',
) {
  const world = {
    ports: [A, B],
    active: new Set<string>(),
    listings: 0,
    queries: 0,
    listingError: undefined as Error | undefined,
    databaseError: undefined as Error | undefined,
    events: [] as NewEvent[],
    eventError: undefined as Error | undefined,
  };
  const clock = createFakeClock();
  const metrics = createMetrics();
  const manager = createPxeFilterManager({
    driver,
    driverName,
    config: {
      pxeFilter: {
        driver: driverName,
        syncPeriod: 15,
        syncTimeout: 20,
        denyUnknownMacs: false,
        ...changes.pxeFilter,
      },
      processing: { nodeNotFoundHook: undefined, ...changes.processing },
    },
    baremetal: {
      async listPorts() {
        world.listings += 1;
        currentPatience()?.throwIfAborted();
        if (world.listingError) throw world.listingError;
        return world.ports.map((address) => ({ address }));
      },
    },
    dhcpAddresses:
      async () =>
      ({ address }) =>
        address.toLowerCase(),
    events: {
      async add(event) {
        if (world.eventError) throw world.eventError;
        world.events.push(event);
      },
    },
    records: {
      async activeMacs() {
        world.queries += 1;
        if (world.databaseError) throw world.databaseError;
        return new Set(world.active);
      },
      anyActive: async () => world.active.size > 0,
    },
    metrics,
    log: pino({ level: 'silent' }),
    clock,
  });
  return { manager, world, clock, metrics, driver: driver as RecordingDriver };
}

async function failureOf(work: Promise<unknown>): Promise<InspectorError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!InspectorError.is(error)) throw new Error(`expected an InspectorError, got ${String(error)}`);
  return error;
}

describe('PXE filter manager', () => {
  it('brings the driver to the wanted state at start and at every synchronisation', async () => {
    const { manager, world, driver } = setUp();
    await manager.init();
    expect(driver.wanted).to.deep.include({ denied: new Set([A, B]), unknown: 'deny' });
    world.active.add(A);
    await manager.sync();
    expect(driver.wanted).to.deep.include({ allowed: new Set([A]), denied: new Set([B]), unknown: 'allow' });
    expect(driver.calls).to.deep.equal(['init', 'sync']);
  });

  it('tells of each synchronisation that changed something, and of no other', async () => {
    const { manager, world, driver } = setUp();
    await manager.init();
    expect(world.events).to.deep.equal([]);
    await manager.sync();
    const body = { driver: 'dnsmasq', changes: 3, allowed: 0, denied: 2, unknown: 'deny' };
    const event = { node: null, introspection: null, type: 'pxe-filter.changed', body };
    expect(world.events).to.deep.equal([event]);
    driver.sync = async () => ({ changes: 0 });
    await manager.sync();
    expect(world.events).to.deep.equal([event]);
  });

  it('does not fail because a change cannot be noted', async () => {
    const { manager, world, driver } = setUp();
    await manager.init();
    world.eventError = new Error('the disk is full');
    await manager.sync();
    expect(driver.calls).to.deep.equal(['init', 'sync']);
    expect((await manager.status()).last_failure).to.equal(null);
  });

  it('goes on when the work of whoever asked for it has ended, such as that on a node', async () => {
    const { manager, driver } = setUp();
    await manager.init();
    const over = {
      signal: AbortSignal.abort(),
      throwIfAborted: () => {
        throw new Error('The work on the node is over');
      },
    };
    const patience = Patience.endless().within(over, () => undefined);
    await withPatience(patience, () => manager.sync());
    expect(driver.calls).to.deep.equal(['init', 'sync']);
    expect((await manager.status()).last_failure).to.equal(null);
  });

  it('lists the ports once and asks for active MACs once per synchronisation', async () => {
    const { manager, world } = setUp();
    await manager.init();
    world.listings = world.queries = 0;
    await manager.sync();
    expect(world).to.include({ listings: 1, queries: 1 });
  });

  it('serves 200 starts at once with two synchronisations', async () => {
    const { manager, world } = setUp();
    await manager.init();
    world.listings = 0;
    const running = manager.sync();
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([running, ...Array.from({ length: 200 }, () => manager.sync())]);
    expect(world.listings).to.equal(2);
  });

  it('lets the driver read the system while the ports are listed', async () => {
    const driver = Object.assign(new RecordingDriver(), {
      async prepare() {
        driver.calls.push('prepare');
        throw new Error('sync will say');
      },
    });
    const { manager } = setUp({}, driver);
    await manager.init();
    await manager.sync();
    expect(driver.calls).to.deep.equal(['init', 'prepare', 'sync']);
  });

  describe('while the bare metal service is down', () => {
    it('resolves normally and leaves everything as it is', async () => {
      const { manager, world, driver } = setUp();
      await manager.init();
      world.listingError = UNREACHABLE;
      await manager.sync();
      expect(driver.calls).to.deep.equal(['init']);
      const status = await manager.status();
      expect(status.state).to.equal('initialized');
      expect(status.last_failure?.message).to.equal('connection refused');
      world.listingError = undefined;
      await manager.sync();
      expect(driver.calls).to.deep.equal(['init', 'sync']);
      expect((await manager.status()).last_failure).to.equal(null);
    });

    it('starts all the same, with only machines on introspection let in', async () => {
      const { manager, world, driver } = setUp({ processing: { nodeNotFoundHook: 'enroll' } });
      world.active.add(A);
      world.listingError = UNREACHABLE;
      await manager.init();
      expect(driver.wanted).to.deep.include({ allowed: new Set([A]), unknown: 'deny' });
      world.listingError = undefined;
      await manager.sync();
      expect(driver.wanted).to.deep.include({
        allowed: new Set([A]),
        denied: new Set([B]),
        unknown: 'allow',
      });
    });
  });

  describe('after a failure of the driver', () => {
    it('resets the driver, says so, and initialises it again at the next synchronisation', async () => {
      const { manager, driver } = setUp();
      await manager.init();
      driver.failures.push(new Error('no space left on device'));
      const error = await failureOf(manager.sync());
      expect(error.code).to.equal('INSP_PXE_FILTER_FAILED');
      expect(error.message).to.equal(
        'The PXE filter driver DnsmasqFilter, state=uninitialized: the synchronisation failed: ' +
          'no space left on device',
      );
      expect((await manager.status()).state).to.equal('uninitialized');
      await manager.sync();
      expect(driver.calls).to.deep.equal(['init', 'sync', 'tearDown', 'init']);
      expect((await manager.status()).state).to.equal('initialized');
    });

    it('keeps failing with the known text while it cannot be initialised', async () => {
      const { manager, driver } = setUp();
      await manager.init();
      driver.failures.push(new Error('first'), new Error('no such directory'));
      await failureOf(manager.sync());
      const error = await failureOf(manager.sync());
      expect(error.message).to.equal(
        'The PXE filter driver DnsmasqFilter, state=uninitialized: my fsm encountered an exception: ' +
          "Can not transition from state 'uninitialized' on event 'sync' (no defined transition): " +
          'no such directory',
      );
    });

    it('uses the gentle reset of a driver that has one, so that DHCP does not open', async () => {
      const driver = Object.assign(new RecordingDriver(), {
        async reset() {
          driver.calls.push('reset');
        },
      });
      const { manager } = setUp({}, driver);
      driver.failures.push(new Error('locked'));
      await failureOf(manager.init());
      expect(driver.calls).to.deep.equal(['init', 'reset']);
    });

    it('reports the failure itself when the reset fails too', async () => {
      const driver = new RecordingDriver();
      driver.tearDown = () => Promise.reject(new Error('stop command failed'));
      const { manager } = setUp({}, driver);
      await manager.init();
      driver.failures.push(new Error('disk full'));
      expect((await failureOf(manager.sync())).message).to.match(/disk full$/);
    });
  });

  describe('with a command that hangs', () => {
    const HANGS = { command: 'sleep', args: ['60'] };
    function hanging() {
      let reach = (): void => undefined;
      const reached = new Promise<void>((resolve) => (reach = resolve));
      const driver = Object.assign(new RecordingDriver(), {
        async sync() {
          driver.calls.push('sync');
          reach();
          await runCommand(HANGS);
          return { changes: 0 };
        },
      });
      return { ...setUp({ pxeFilter: { syncTimeout: 0.3 } }, driver), reached };
    }

    it('fails in time, naming the command and the seconds', async () => {
      const { manager } = hanging();
      await manager.init();
      expect((await failureOf(manager.sync())).message).to.equal(
        'The PXE filter driver DnsmasqFilter, state=uninitialized: the synchronisation failed: ' +
          '`sleep 60` took longer than 0.3 s (pxeFilter.syncTimeout) and was killed',
      );
    });

    it('lets those who waited meanwhile not wait once more, and tries again for the next', async () => {
      const { manager, driver, reached } = hanging();
      await manager.init();
      const first = failureOf(manager.sync());
      await reached;
      const waiting = [manager.sync(), manager.sync()].map(failureOf);
      const [error, ...others] = await Promise.all([first, ...waiting]);
      expect(others).to.deep.equal([error, error]);
      expect(driver.calls).to.deep.equal(['init', 'sync', 'tearDown']);
      await manager.sync();
      expect(driver.calls).to.deep.equal(['init', 'sync', 'tearDown', 'init']);
    });

    it('does not hang when the driver is reset by one, too', async () => {
      const { manager, driver } = hanging();
      driver.tearDown = async () => void (await runCommand(HANGS));
      await manager.init();
      expect((await failureOf(manager.sync())).message).to.include('the synchronisation failed');
    });

    it('shows a status all the same', async () => {
      const driver = Object.assign(new RecordingDriver(), {
        examine: async () => {
          await runCommand({ ...HANGS, timeout: 0.1 });
          return { follows: 'yes' as const, reason: 'never' };
        },
      });
      const { manager } = setUp({}, driver);
      expect((await manager.status()).dhcp_server).to.deep.equal({
        follows: 'unknown',
        reason: '`sleep 60` took longer than 0.1 s and was killed',
      });
    });
  });

  it('fails the start when the driver cannot be initialised', async () => {
    const { manager, driver } = setUp();
    driver.failures.push(new Error('iptables: Permission denied'));
    const error = await failureOf(manager.init());
    expect(error.code).to.equal('INSP_PXE_FILTER_FAILED');
    expect(error.message).to.equal(
      'The PXE filter driver DnsmasqFilter, state=uninitialized: the initialisation failed: ' +
        'iptables: Permission denied',
    );
  });

  it('passes a database failure on without touching the driver', async () => {
    const { manager, world, driver } = setUp();
    await manager.init();
    world.databaseError = new InspectorError('INSP_DB_UNREACHABLE', 'gone away');
    expect((await failureOf(manager.sync())).code).to.equal('INSP_DB_UNREACHABLE');
    expect(driver.calls).to.deep.equal(['init']);
    expect((await manager.status()).state).to.equal('initialized');
  });

  it('does nothing after it was torn down, until it is initialised again', async () => {
    const { manager, driver } = setUp();
    await manager.init();
    await manager.tearDown();
    expect((await failureOf(manager.sync())).message).to.include("on event 'sync' (no defined transition)");
    expect(driver.calls).to.deep.equal(['init', 'tearDown']);
    await manager.init();
    await manager.sync();
    expect(driver.calls).to.deep.equal(['init', 'tearDown', 'init', 'sync']);
  });

  it('synchronises periodically, failures or not', async () => {
    const { manager, clock, driver } = setUp();
    await manager.init();
    driver.failures.push(new Error('once'));
    manager.periodic().start();
    await clock.advance(15_000);
    await clock.advance(15_000);
    await clock.advance(15_000);
    await manager.periodic().stop();
    expect(driver.calls).to.deep.equal(['init', 'sync', 'tearDown', 'init', 'sync']);
  });

  it('measures synchronisations, changes and failures per driver', async () => {
    const { manager, driver, metrics } = setUp();
    await manager.init();
    await manager.sync();
    driver.failures.push(new Error('once'));
    await failureOf(manager.sync());
    const text = await metrics.registry.metrics();
    expect(text).to.include('inspector_pxe_filter_sync_seconds_count{driver="dnsmasq"} 2');
    expect(text).to.include('inspector_pxe_filter_changes_total{driver="dnsmasq"} 3');
    expect(text).to.include('inspector_pxe_filter_failures_total{driver="dnsmasq"} 1');
  });

  describe('with a driver that leaves DHCP alone', () => {
    const passive = () => Object.assign(new RecordingDriver(), { passive: true });

    it('asks neither the bare metal service nor the database', async () => {
      const { manager, world } = setUp({}, passive(), 'noop');
      await manager.init();
      await manager.sync();
      expect(world).to.include({ listings: 0, queries: 0 });
    });

    it('has no periodic task, and its status tells of none', async () => {
      const { manager, clock } = setUp({}, passive(), 'noop');
      await manager.init();
      manager.periodic().start();
      expect(clock.waiting).to.equal(0);
      expect((await manager.status()).sync_period).to.equal(0);
    });
  });
});

describe('PXE filter status', () => {
  it('tells driver, state, and how the latest synchronisation went', async () => {
    const { manager, world, clock } = setUp();
    expect(await manager.status()).to.deep.equal({
      driver: 'dnsmasq',
      state: 'uninitialized',
      sync_period: 15,
      deny_unknown_macs: false,
      last_sync: null,
      last_failure: null,
      dhcp_server: { follows: 'unknown', reason: 'The driver dnsmasq does not look at the DHCP server.' },
    });
    await manager.init();
    world.active.add(A);
    await clock.advance(60_000);
    await manager.sync();
    expect(await manager.status()).to.deep.include({
      state: 'initialized',
      last_sync: {
        started_at: '1970-01-01T00:01:00.000Z',
        seconds: 0,
        changes: 3,
        allowed: 1,
        denied: 1,
        unknown: 'allow',
      },
    });
  });

  for (const [mac, active, verdict, reason] of [
    [A.toUpperCase(), true, 'allow', 'The machine is on introspection.'],
    [B, true, 'deny', 'The machine is enrolled and not on introspection.'],
    ['02:00:00:00:00:09', true, 'allow', 'No port has this MAC, and unknown machines are welcome now.'],
    ['02:00:00:00:00:09', false, 'deny', 'No port has this MAC, and nothing is on introspection.'],
  ] as const) {
    it(`explains that ${mac} gets ${verdict} ${active ? 'during' : 'without'} an introspection`, async () => {
      const { manager, world } = setUp();
      if (active) world.active.add(A);
      await manager.init();
      expect((await manager.status({ mac })).mac).to.deep.equal({
        address: mac.toLowerCase(),
        verdict,
        reason,
        system: 'unknown',
        system_reason: 'The driver dnsmasq does not look at the DHCP server.',
      });
    });
  }

  it('adds what the system itself says, where the driver can tell', async () => {
    const driver = Object.assign(new RecordingDriver(), { inspect: async () => 'unlisted' as const });
    const { manager } = setUp({}, driver);
    expect((await manager.status({ mac: A })).mac).to.include({ verdict: null, system: 'unlisted' });
  });

  it('shows what the driver has seen, and why it could not see', async () => {
    const driver = Object.assign(new RecordingDriver(), {
      inspect: async () => ({ verdict: 'unknown' as const, reason: 'It may not be looked into.' }),
      examine: async () => ({ follows: 'no' as const, reason: 'dnsmasq has ended.' }),
    });
    const { manager } = setUp({}, driver);
    const status = await manager.status({ mac: A });
    expect(status.mac).to.include({ system: 'unknown', system_reason: 'It may not be looked into.' });
    expect(status.dhcp_server).to.deep.equal({ follows: 'no', reason: 'dnsmasq has ended.' });
  });

  it('is shown all the same when the driver fails to look: what it would have said is unknown', async () => {
    const driver = Object.assign(new RecordingDriver(), {
      inspect: () => Promise.reject(new Error('permission denied')),
      examine: () => Promise.reject(new Error('no such program')),
    });
    const { manager } = setUp({}, driver);
    const status = await manager.status({ mac: A });
    expect(status.mac).to.include({ system: 'unknown', system_reason: 'permission denied' });
    expect(status.dhcp_server).to.deep.equal({ follows: 'unknown', reason: 'no such program' });
  });

  it('tells about every machine of a node once, by the address that the DHCP server sees', async () => {
    const driver = Object.assign(new RecordingDriver(), { inspect: async () => 'deny' as const });
    const { manager } = setUp({}, driver);
    const ports = [A.toUpperCase(), B, B].map((address) => ({ address }));
    const { node } = await manager.status({ node: { uuid: 'u', name: 'rack-1', ports } });
    expect(node).to.include({ uuid: 'u', name: 'rack-1' });
    expect(node?.machines.map(({ address, system }) => [address, system])).to.deep.equal([
      [A, 'deny'],
      [B, 'deny'],
    ]);
  });

  it('refuses what is no MAC address', async () => {
    const { manager } = setUp();
    expect((await failureOf(manager.status({ mac: 'nonsense' }))).code).to.equal('INSP_BAD_REQUEST');
  });
});
