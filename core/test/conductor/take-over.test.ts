import { LocalLeases } from '@inspector/coordination-local/local-leases.js';
import { type BareMetal, type BareMetalNode, type JsonObject, InspectorError } from '@inspector/plugin-api';
import { expect } from 'chai';
import { BackgroundWork } from '../../src/conductor/background.js';
import { continueIntrospection } from '../../src/conductor/continue.js';
import { KeptPostsFlag } from '../../src/conductor/kept-posts-flag.js';
import { processKeptPosts } from '../../src/conductor/kept-posts.js';
import { parsePostedData } from '../../src/conductor/posted-data.js';
import { StoredRecentPosts } from '../../src/conductor/recent-posts.js';
import { reapply } from '../../src/conductor/reapply.js';
import { TakeOver } from '../../src/conductor/take-over.js';
import type { StoredRecord } from '../../src/db/types.js';
import { changeRecord } from '../db/fresh-record.js';
import { conductorWorld, fakeHooks, type ConductorWorld } from './conductor-world.js';

const POSTED = '{"inventory": {"interfaces": []}, "ipmi_address": "192.0.2.7", "big": 18446744073709551616}';

/** Puts a node into a state in which it can be introspected. */
const manageable = ({ nodes }: ConductorWorld, { uuid }: StoredRecord): void =>
  void nodes.set(uuid, { uuid, provision_state: 'manageable' });

describe('Introspections whose conductor is gone', () => {
  let leases: LocalLeases;
  let world: ConductorWorld;
  /** The data the hooks have worked on. */
  let processed: JsonObject[];
  let leads: boolean;

  const open = async (baremetal: Partial<BareMetal> = {}): Promise<void> => {
    leases = new LocalLeases();
    processed = [];
    leads = true;
    const hooks = fakeHooks();
    world = await conductorWorld(
      {},
      {
        coordinator: {
          acquire: (uuid, options) => leases.acquire(uuid, options),
          tryAcquire: (uuid) => leases.tryAcquire(uuid),
          isLeader: () => leads,
          exclusive: false,
        },
        kept: new KeptPostsFlag({ shared: true }),
        hooks: {
          begin: (data, permit) => {
            processed.push(data);
            return hooks.begin(data, permit);
          },
        },
      },
      baremetal,
    );
    Object.assign(world.services, { recent: new StoredRecentPosts(world.database.recentPosts) });
  };
  afterEach(() => world.close());

  /** What the leader does until it takes over, and until that has ended. */
  const takeOver = async (): Promise<void> => {
    const { services } = world;
    const leader = new TakeOver(services);
    await leader.run();
    await leader.run();
    await services.background.drain(10_000);
  };

  /** A record whose conductor died while it processed a post. */
  const processing = async (): Promise<StoredRecord> => {
    const record = await world.record('waiting', { manageBoot: true });
    manageable(world, record);
    const keep = { text: POSTED, reason: 'They are being processed' };
    const mark = { fence: 0, introspection: record.introspection ?? '', event: 'process' };
    return changeRecord(world.database, record.uuid, 'waiting', { state: 'processing', keep }, { mark });
  };

  const power = (on: boolean): Partial<BareMetal> => ({
    getNode: async (id) => {
      const node = world.nodes.get(id);
      if (node === undefined) throw new InspectorError('INSP_NODE_NOT_FOUND', `Node ${id} was not found`);
      return { ...node, power_state: on ? 'power on' : 'power off' } as BareMetalNode;
    },
  });
  const powerRequests = (): number => world.asked.filter((line) => line.startsWith('setPowerState')).length;

  it('are processed again from the data received', async () => {
    await open();
    const record = await processing();
    await takeOver();
    expect((await world.now(record))?.state).to.equal('finished');
    expect(processed.map((data) => data['ipmi_address'])).to.deep.equal(['192.0.2.7']);
    expect(powerRequests()).to.equal(1);
    expect(world.lines.join('')).to.contain('is taken over in state processing');
  });

  it('wait for the next post where nothing was kept', async () => {
    await open();
    const record = await world.record('processing');
    await takeOver();
    expect((await world.now(record))?.state).to.equal('waiting');
  });

  it('are only powered off and ended when the data were accepted', async () => {
    await open(power(true));
    const record = await processing();
    await world.services.recent.remember(POSTED, { record });
    await takeOver();
    expect((await world.now(record))?.state).to.equal('finished');
    expect(processed).to.deep.equal([]);
    expect(powerRequests()).to.equal(1);
  });

  it('are not powered off a second time', async () => {
    await open(power(false));
    const record = await processing();
    await world.services.recent.remember(POSTED, { record });
    await takeOver();
    expect((await world.now(record))?.state).to.equal('finished');
    expect(powerRequests()).to.equal(0);
  });

  it('fail in clear words when they were being started', async () => {
    await open();
    const record = await world.record('starting');
    await takeOver();
    const { state, error } = (await world.now(record)) ?? {};
    expect(state).to.equal('error');
    expect(error)
      .to.contain('Nobody prepares the node any more')
      .and.contain('start its introspection again');
    expect(powerRequests()).to.equal(0);
  });

  for (const [on, requests] of [
    [true, 1],
    [false, 0],
  ] as const) {
    it(`end as aborted, the machine ${on ? 'on' : 'off'}`, async () => {
      await open(power(on));
      const record = await world.record('aborting');
      await takeOver();
      const { state, error } = (await world.now(record)) ?? {};
      expect([state, error]).to.deep.equal(['error', 'Canceled by operator']);
      expect(powerRequests()).to.equal(requests);
    });
  }

  it('are reapplied again, with the data that were given', async () => {
    await open();
    const record = await world.record('waiting');
    const mark = { fence: 0, introspection: record.introspection ?? '', event: 'reapply' };
    const keep = { text: POSTED, reason: 'They are being processed' };
    await changeRecord(world.database, record.uuid, 'waiting', { state: 'reapplying', keep }, { mark });
    await takeOver();
    expect((await world.now(record))?.state).to.equal('finished');
    expect(processed.map((data) => data['ipmi_address'])).to.deep.equal(['192.0.2.7']);
    expect(powerRequests()).to.equal(0);
  });

  it('fail when they were being reapplied and the data are gone', async () => {
    await open();
    const record = await world.record('reapplying');
    await takeOver();
    const { state, error } = (await world.now(record)) ?? {};
    expect(state).to.equal('error');
    expect(error).to.contain(record.uuid);
  });

  it('stay with a conductor that works on them', async () => {
    await open();
    const record = await processing();
    const lease = await leases.tryAcquire(record.uuid);
    await takeOver();
    await processKeptPosts(world.services);
    expect((await world.now(record))?.state).to.equal('processing');
    expect(await world.database.keptPosts.text(record.uuid)).to.equal(POSTED);
    await lease?.release();
  });

  it('are not asked for where somebody is known to hold them', async () => {
    await open();
    const record = await processing();
    const tried: string[] = [];
    const { coordinator } = world.services;
    Object.assign(world.services, {
      coordinator: {
        ...coordinator,
        tryAcquire: (uuid: string) => {
          tried.push(uuid);
          return coordinator.tryAcquire(uuid);
        },
        seemsHeld: (uuid: string) => leases.isHeld(uuid),
      },
    });
    const lease = await leases.tryAcquire(record.uuid);
    await takeOver();
    expect(tried).to.deep.equal([]);
    await lease?.release();
    await takeOver();
    expect(tried).to.include(record.uuid);
  });

  it('are not touched by the look that finds them, nor by anybody but the leader', async () => {
    await open();
    const record = await processing();
    await new TakeOver(world.services).run();
    leads = false;
    await takeOver();
    expect((await world.now(record))?.state).to.equal('processing');
  });

  it('keep their data while nobody has taken them over', async () => {
    await open();
    const record = await processing();
    await processKeptPosts(world.services);
    expect(await world.database.keptPosts.text(record.uuid)).to.equal(POSTED);
    expect((await world.now(record))?.state).to.equal('processing');
  });
});

describe('Work that another conductor could take over', () => {
  it('keeps what was received, without the logs of the ramdisk', async () => {
    let kept: string | undefined;
    const leases = new LocalLeases();
    const world = await conductorWorld(
      {},
      {
        coordinator: {
          acquire: (uuid, options) => leases.acquire(uuid, options),
          tryAcquire: (uuid) => leases.tryAcquire(uuid),
          isLeader: () => false,
          exclusive: false,
        },
        hooks: fakeHooks(async (node) => {
          kept = await world.database.keptPosts.text(node.uuid);
        }),
      },
    );
    try {
      const record = await world.record('waiting');
      manageable(world, record);
      await world.database.records.addAttributes(
        record.uuid,
        [{ name: 'bmc_address', value: '192.0.2.7' }],
        0,
      );
      const text = POSTED.replace('{', '{"logs": "AAAA", ');
      await continueIntrospection(parsePostedData(text), world.services);
      expect(kept).to.contain('18446744073709551616').and.not.contain('logs');
      await world.services.background.drain(1000);

      kept = undefined;
      Object.assign(world.services, { background: new BackgroundWork(10, world.services.log) });
      await reapply(record.uuid, parsePostedData('{"inventory": {}, "given": 1}'), world.services);
      await world.services.background.drain(1000);
      expect(kept).to.contain('given');
    } finally {
      await world.close();
    }
  });
});
