import { LocalLeases } from '@inspector/coordination-local/local-leases.js';
import { type BareMetal, type BareMetalNode, InspectorError, type Lease } from '@inspector/plugin-api';
import { expect } from 'chai';
import { BackgroundWork } from '../../src/conductor/background.js';
import { failAbandoned } from '../../src/conductor/clean-up.js';
import { RebootLine } from '../../src/conductor/delay.js';
import { introspect } from '../../src/conductor/introspect.js';
import { LeftStarts } from '../../src/conductor/left-starts.js';
import type { ConductorServices } from '../../src/conductor/services.js';
import { TakeOver } from '../../src/conductor/take-over.js';
import type { StoredRecord } from '../../src/db/types.js';
import { conductorWorld, type ConductorWorld } from './conductor-world.js';
import { Gate } from './stopped-work.js';

describe('a start whose conductor ends', () => {
  let world: ConductorWorld;
  /** Ends the line of the conductor that starts. */
  let stopping: AbortController;
  /** Takes the leases of that conductor away. */
  let lost: AbortController;
  /** Where the first reboot waits for its turn. */
  let line: Gate;
  let power: Gate | undefined;
  afterEach(async () => {
    line.open();
    power?.open();
    await world.close();
  });

  const open = async ({
    exclusive = false,
    introspectionDelay = 5,
    baremetal = {} as Partial<BareMetal>,
  } = {}): Promise<void> => {
    const leases = new LocalLeases();
    [stopping, lost, line, power] = [new AbortController(), new AbortController(), new Gate(), undefined];
    const losable = (lease: Lease): Lease => ({
      signal: AbortSignal.any([lease.signal, lost.signal]),
      fence: lease.fence,
      release: () => lease.release(),
    });
    const pace = {
      next: async (signal: AbortSignal): Promise<void> => {
        const left = new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
        );
        await Promise.race([line.pass(), left]);
      },
    };
    world = await conductorWorld(
      { introspectionDelay },
      {
        coordinator: {
          acquire: async (uuid, options) => losable(await leases.acquire(uuid, options)),
          tryAcquire: async (uuid) => {
            const lease = await leases.tryAcquire(uuid);
            return lease && losable(lease);
          },
          isLeader: () => true,
          exclusive,
        },
        delay: new RebootLine(introspectionDelay > 0 ? pace : undefined, stopping.signal),
      },
      {
        validatePower: async () => ({ ok: true }),
        listNodePorts: async () => [{ uuid: 'port', address: '52:54:00:aa:00:01' }],
        setBootDevice: async () => undefined,
        setPowerState: async () => power?.pass(),
        ...baremetal,
      },
    );
  };

  const begin = async (): Promise<StoredRecord> => {
    const record = await world.record('finished');
    world.nodes.set(record.uuid, { uuid: record.uuid, provision_state: 'manageable', driver_info: {} });
    await introspect(record.uuid, { manageBoot: true }, world.services);
    return record;
  };

  /** A start that has come to telling the machine, and no further. */
  const told = async (options: Parameters<typeof open>[0] = {}): Promise<StoredRecord> => {
    await open(options);
    line.open();
    power = new Gate();
    const record = await begin();
    await power.reached();
    return record;
  };

  /** Another process, whose line is empty. */
  const asAnother = (): ConductorServices => {
    lost = new AbortController();
    return {
      ...world.services,
      background: new BackgroundWork(10, world.services.log),
      delay: new RebootLine(undefined, new AbortController().signal),
    };
  };

  /** What another conductor does, which leads. */
  const takeOver = async (): Promise<void> => {
    const other = asAnother();
    const leader = new TakeOver(other);
    await leader.run();
    await leader.run();
    await other.background.drain(5000);
  };

  const boots = (): number => world.asked.filter((line) => line.startsWith('setPowerState')).length;

  it('stays, and goes on with another one, when the service stops while the machine stands in line', async () => {
    await open();
    const record = await begin();
    await line.reached();
    stopping.abort();
    await world.services.background.drain(1000);
    const before = await world.now(record);
    expect(before).to.include({ state: 'starting', error: null });
    expect(await world.isFree(record)).to.equal(true);
    expect(world.lines.join('')).to.include('its start is left for later: this process stops');

    await takeOver();
    expect(await world.now(record)).to.include({
      state: 'waiting',
      error: null,
      introspection: before?.introspection,
    });
    expect(boots()).to.equal(1);
  });

  it('goes on when its conductor died while the machine stood in line', async () => {
    await open();
    const record = await begin();
    await line.reached();
    // Nothing that the dead one would have done is done.
    const before = world.lines.length;
    lost.abort(new Error('the conductor is gone'));
    await world.services.background.drain(1000);
    expect(world.lines.slice(before).join('')).to.include('left for later: the lease was lost');
    expect((await world.services.unsettled.all()).size).to.equal(0);
    expect(await world.now(record)).to.include({ state: 'starting' });

    await takeOver();
    expect(await world.now(record)).to.include({ state: 'waiting', error: null });
    expect(boots()).to.equal(1);
  });

  it('stays when the service has waited long enough for a slow bare metal service', async () => {
    const slow = new Gate();
    await open({ introspectionDelay: 0, baremetal: { setBootDevice: () => slow.pass() } });
    const record = await begin();
    await slow.reached();
    await world.services.background.drain(0);
    expect(await world.now(record)).to.include({ state: 'starting', error: null });
    slow.open();

    await takeOver();
    expect(await world.now(record)).to.include({ state: 'waiting', error: null });
    expect(boots()).to.equal(1);
  });

  it('fails when the machine was told already, and is not told again', async () => {
    const record = await told();
    await world.services.background.drain(0);
    expect((await world.now(record))?.error).to.include(
      'The service stopped while the node was in state starting',
    );
    await takeOver();
    expect(await world.now(record)).to.include({ state: 'error' });
    expect(boots()).to.equal(1);
  });

  it('fails in clear words when its conductor died after it had told the machine', async () => {
    const record = await told();
    expect([...(await world.database.records.options(record.uuid))]).to.deep.equal([
      ['not_told_to_boot', null],
    ]);
    lost.abort(new Error('the conductor is gone'));
    await world.services.background.drain(1000);
    await world.services.unsettled.settle(record.uuid);
    await takeOver();
    expect((await world.now(record))?.error).to.include('the machine may have been told to boot or not');
    expect(boots()).to.equal(1);
  });

  it('fails when the node is in use meanwhile', async () => {
    await open();
    const record = await begin();
    await line.reached();
    stopping.abort();
    await world.services.background.drain(1000);
    world.nodes.set(record.uuid, { uuid: record.uuid, provision_state: 'active', driver_info: {} });
    await takeOver();
    expect(await world.now(record)).to.include({ state: 'error' });
    expect((await world.now(record))?.error).to.include('active');
    expect(boots()).to.equal(0);
  });

  /** What a service that is alone does when it runs again. */
  const runAgain = async (): Promise<void> => {
    const again = asAnother();
    await failAbandoned(again);
    await new TakeOver(again).resume();
    await again.background.drain(5000);
  };

  it('stays, and goes on when the service runs again, where there is only one', async () => {
    await open({ exclusive: true });
    const record = await begin();
    await line.reached();
    stopping.abort();
    await world.services.background.drain(1000);
    expect(await world.now(record)).to.include({ state: 'starting', error: null });

    await runAgain();
    expect(await world.now(record)).to.include({ state: 'waiting', error: null });
    expect(boots()).to.equal(1);
  });

  it('waits where the bare metal service is away when the service runs again', async () => {
    let isAway = false;
    const getNode = async (uuid: string): Promise<BareMetalNode> => {
      if (isAway) throw new InspectorError('INSP_BAREMETAL_UNREACHABLE', 'Ironic is away');
      return world.nodes.get(uuid)!;
    };
    await open({ exclusive: true, baremetal: { getNode } });
    const record = await begin();
    await line.reached();
    stopping.abort();
    await world.services.background.drain(1000);
    isAway = true;
    await runAgain();
    expect(await world.now(record)).to.include({ state: 'starting', error: null });
    expect(world.lines.join('')).to.include('its start is left for later: Ironic is away');

    isAway = false;
    await takeOver();
    expect(await world.now(record)).to.include({ state: 'waiting', error: null });
    expect(boots()).to.equal(1);
  });

  it('is tried more and more seldom while the bare metal service is away, and told of once', async () => {
    const tries: number[] = [];
    let now = 0;
    let isAway = false;
    const getNode = async (uuid: string): Promise<BareMetalNode> => {
      if (!isAway) return world.nodes.get(uuid)!;
      tries.push(now / 1000);
      throw new InspectorError('INSP_BAREMETAL_UNREACHABLE', 'Ironic is away');
    };
    await open({ baremetal: { getNode } });
    const record = await begin();
    await line.reached();
    stopping.abort();
    await world.services.background.drain(1000);
    isAway = true;
    const before = world.lines.length;
    const other = asAnother();
    const leader = new TakeOver(other, new LeftStarts(() => now));
    const look = async (): Promise<void> => {
      now += 1000;
      await leader.run();
      // So that what was begun has ended before the next look.
      while (!(await world.isFree(record))) await new Promise(setImmediate);
    };
    while (now < 60_000) await look();
    expect(tries).to.deep.equal([2, 4, 8, 16, 31, 46]);
    const said = world.lines.slice(before);
    expect(said.filter((text) => text.includes('is taken over in state starting'))).to.have.length(1);
    expect(said.filter((text) => text.includes('left for later: Ironic is away'))).to.have.length(1);

    isAway = false;
    while (now < 61_000) await look();
    expect(await world.now(record)).to.include({ state: 'waiting', error: null });
    expect(boots()).to.equal(1);
  });

  it('fails when the only service had told the machine', async () => {
    const record = await told({ exclusive: true });
    lost.abort(new Error('the service is gone'));
    await world.services.background.drain(1000);
    await world.services.unsettled.settle(record.uuid);
    await runAgain();
    expect((await world.now(record))?.error).to.include(
      'The service stopped while the node was in state starting',
    );
    expect(boots()).to.equal(1);
  });
});
