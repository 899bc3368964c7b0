import { expect } from 'chai';
import {
  type BareMetal,
  type BareMetalNode,
  InspectorError,
  type JsonObject,
  type IntrospectionState,
} from '@inspector/plugin-api';
import { NoMachine, withMachine } from '../../src/conductor/find-machine.js';
import type { ConductorServices } from '../../src/conductor/services.js';
import type { UserConfig } from '../../src/config/types.js';
import { now } from '../../src/db/timestamp.js';
import type { StoredRecord } from '../../src/db/types.js';
import { freshRecord } from '../db/fresh-record.js';
import { conductorWorld, PAST, type ConductorWorld } from './conductor-world.js';

const MAC = '52:54:00:00:00:01';
const DATA = { all_interfaces: { eth0: { mac: MAC } } };

describe('the look-up of the machine that posted data', () => {
  let world: ConductorWorld;
  const begin = async (
    config: UserConfig = {},
    changes: Partial<Omit<ConductorServices, 'config' | 'baremetal'>> = {},
    baremetal: Partial<BareMetal> = {},
  ) => {
    world = await conductorWorld(config, changes, baremetal);
  };
  afterEach(() => world.close());
  const known = async (...details: Parameters<ConductorWorld['record']>) => {
    const record = await world.record(...details);
    await world.database.records.addAttributes(record.uuid, [{ name: 'mac', value: MAC }], 0);
    return record;
  };
  const codeOf = async (work: Promise<unknown>): Promise<string | undefined> => {
    const error: unknown = await work.catch((reason: unknown) => reason);
    return InspectorError.is(error) ? error.code : undefined;
  };

  /** The record that the data are found to belong to. */
  const findMachine = (
    data: JsonObject,
    sound: boolean,
    services: ConductorServices,
  ): Promise<StoredRecord> => withMachine(data, sound, services, async (held) => held.record);
  /** The line that says why there is none. */
  const refusal = async (work: Promise<unknown>): Promise<string | undefined> => {
    const error: unknown = await work.catch((reason: unknown) => reason);
    return error instanceof NoMachine ? error.message : undefined;
  };

  it('finds who waits for data, and keeps it held while it is worked on', async () => {
    await begin();
    const record = await known('waiting');
    await withMachine(DATA, true, world.services, async (held) => {
      expect(held.record).to.deep.equal(record);
      expect(await world.isFree(record)).to.equal(false);
    });
    expect(await world.isFree(record)).to.equal(true);
  });

  for (const state of ['processing', 'reapplying'] as const) {
    it(`is busy while data are ${state}, and locks nothing`, async () => {
      await begin();
      const record = await known(state);
      expect(await codeOf(findMachine(DATA, true, world.services))).to.equal('INSP_NODE_BUSY');
      expect(await world.isFree(record)).to.equal(true);
      expect(await world.now(record)).to.deep.equal(record);
    });
  }

  it('tells when the introspection was over, and locks nothing', async () => {
    await begin();
    const record = await known('finished', { finishedAt: PAST });
    expect(await refusal(findMachine(DATA, true, world.services))).to.equal(
      `Look up error: Introspection for node ${record.uuid} already finished on ${PAST}`,
    );
    expect(await world.isFree(record)).to.equal(true);
  });

  it('tells when the record was deleted while it waited for its turn, and locks nothing', async () => {
    await begin();
    const record = await known('waiting');
    const { coordinator } = world.services;
    const acquire = async (uuid: string) => {
      await world.database.records.delete(uuid, 0);
      return coordinator.acquire(uuid);
    };
    const services = { ...world.services, coordinator: { ...coordinator, acquire } };
    expect(await refusal(findMachine(DATA, true, services))).to.equal(
      `Look up error: Could not find node ${record.uuid} in introspection cache, probably it's not on introspection now`,
    );
    expect(await world.isFree(record)).to.equal(true);
  });

  it('is no verdict on the data when the database fails', async () => {
    await begin();
    await known('waiting');
    const broken = { findByAttributes: () => Promise.reject(new Error('the disk is gone')) };
    const database = { ...world.services.database, records: { ...world.database.records, ...broken } };
    const work = findMachine(DATA, true, { ...world.services, database });
    const error: unknown = await work.catch((reason: unknown) => reason);
    expect((error as Error).message).to.equal('the disk is gone');
  });

  describe('where machines in use are looked at too', () => {
    const ACTIVE = { processing: { permitActiveIntrospection: true } };
    /** A node in use that the bare metal service knows by the MAC. */
    const active = async (state: IntrospectionState | undefined, startedAt = PAST) => {
      const uuid = '00000000-0000-4000-8000-000000000001';
      const node: BareMetalNode = { uuid, provision_state: 'active' };
      await begin(ACTIVE, {}, { findPorts: async () => [{ uuid: 'port', node_uuid: uuid, address: MAC }] });
      world.nodes.set(uuid, node);
      if (state) {
        const fresh = freshRecord({ uuid, state, startedAt });
        await world.database.records.replace(fresh, undefined);
      }
      return uuid;
    };
    const find = (): Promise<StoredRecord> => findMachine(DATA, true, world.services);

    for (const state of [undefined, 'finished', 'error'] as const) {
      it(`makes a record of one with ${state ?? 'no'} record, whose boot is not managed`, async () => {
        const uuid = await active(state);
        expect(await find()).to.include({ uuid, state: 'waiting', manageBoot: false });
        expect(await world.database.records.attributes(uuid)).to.deep.equal([{ name: 'mac', value: MAC }]);
      });
    }

    it('leaves a record alone that waits for data already', async () => {
      const uuid = await active('waiting');
      expect(await find()).to.include({ uuid, state: 'waiting', startedAt: PAST, manageBoot: true });
    });

    it('leaves a record alone that began since the service was asked', async () => {
      const uuid = await active('processing', '2999-01-01T00:00:00');
      expect(await codeOf(findMachine(DATA, true, world.services))).to.equal('INSP_NODE_BUSY');
      expect(await world.database.records.get(uuid)).to.include({ state: 'processing', manageBoot: true });
    });

    it('asks nobody about data without MAC and address', async () => {
      await begin(ACTIVE);
      const found = await refusal(findMachine({}, true, world.services));
      expect(found).to.match(/^Look up error: Could not find a node/);
      expect(world.asked).to.deep.equal([]);
    });

    it('asks nobody about data a hook found fault with', async () => {
      await active(undefined);
      const found = await refusal(findMachine(DATA, false, world.services));
      expect(found).to.match(/^Look up error: Could not find a node/);
      expect(world.asked).to.deep.equal([]);
    });

    it('lists no nodes for data without an address of a BMC', async () => {
      await active(undefined);
      await find();
      expect(world.asked.filter((call) => call.startsWith('listNodes'))).to.deep.equal([]);
    });
  });

  describe('where unknown machines are enrolled', () => {
    const enrolling = async (work: () => Promise<{ readonly uuid: string } | undefined>) => {
      await begin({}, { nodeNotFound: { nodeNotFound: work } as never });
    };

    it('makes a record of what the hook made', async () => {
      const uuid = '00000000-0000-4000-8000-000000000002';
      await enrolling(async () => ({ uuid }));
      const found = await findMachine(DATA, true, world.services);
      expect(found).to.include({ uuid, state: 'enrolling', manageBoot: true });
    });

    for (const state of ['waiting', 'enrolling'] as const) {
      it(`keeps the record the hook made itself, in ${state}`, async () => {
        await enrolling(async () => ({ uuid: made.uuid }));
        const made = await world.record(state, { startedAt: PAST });
        const found = await findMachine(DATA, true, world.services);
        expect(found).to.deep.equal(made);
      });
    }

    it('replaces the record of an introspection that is over', async () => {
      await enrolling(async () => ({ uuid: made.uuid }));
      const made = await world.record('finished', { finishedAt: now() });
      const found = await findMachine(DATA, true, world.services);
      expect(found).to.include({ state: 'enrolling', finishedAt: null });
    });

    it('locks nothing when the record cannot be written', async () => {
      const uuid = '00000000-0000-4000-8000-000000000003';
      await enrolling(async () => ({ uuid }));
      const broken = { replace: () => Promise.reject(new Error('the disk is gone')) };
      const database = { ...world.services.database, records: { ...world.database.records, ...broken } };
      await findMachine(DATA, true, { ...world.services, database }).catch(() => undefined);
      expect(await world.services.coordinator.tryAcquire(uuid)).to.not.equal(undefined);
    });

    for (const [what, work, expected] of [
      ['returns nothing', async () => undefined, 'Node not found hook returned nothing'],
      ['fails', () => Promise.reject(new Error('no driver')), 'Node not found hook failed: no driver'],
    ] as const) {
      it(`tells that the hook ${what}`, async () => {
        await enrolling(work);
        expect(await refusal(findMachine(DATA, true, world.services))).to.equal(expected);
      });
    }
  });
});
