import { expect } from 'chai';
import { InspectorError, type IntrospectionState } from '@inspector/plugin-api';
import { abort } from '../../src/conductor/abort.js';
import { failUnsettled } from '../../src/conductor/clean-up.js';
import { continueIntrospection } from '../../src/conductor/continue.js';
import { introspect } from '../../src/conductor/introspect.js';
import { processKeptPosts } from '../../src/conductor/kept-posts.js';
import { reapply } from '../../src/conductor/reapply.js';
import type { StoredRecord } from '../../src/db/types.js';
import { conductorWorld, fakeHooks, type ConductorWorld } from './conductor-world.js';

const MAC = '52:54:00:00:00:01';
const DATA = { all_interfaces: { eth0: { mac: MAC } } };
const POST = { text: JSON.stringify(DATA), data: DATA };

const full = (): never => {
  throw new InspectorError('INSP_DB_FULL', 'The database /var/db cannot be written: the disk is full.');
};

describe('a database whose disk fills up', () => {
  let world: ConductorWorld;
  /** Whether there is no room; `after` fills the disk once a hook has run. */
  let isFull = false;
  afterEach(() => world.close());

  /** Services whose disk fills up while the hooks run. */
  const begin = async (): Promise<void> => {
    isFull = false;
    const hooks = fakeHooks(async () => void (isFull = true));
    world = await conductorWorld(
      {},
      { hooks },
      {
        validatePower: async () => ({ ok: true }),
        listNodePorts: async () => [{ uuid: 'p', address: MAC }],
        setBootDevice: async () => undefined,
      },
    );
    const { records } = world.database;
    const { change, replace } = records;
    records.change = (...given) => (isFull ? full() : change(...given));
    records.replace = (...given) => (isFull ? full() : replace(...given));
  };
  const machine = async (state: IntrospectionState): Promise<StoredRecord> => {
    const record = await world.record(state);
    world.nodes.set(record.uuid, { uuid: record.uuid, provision_state: 'manageable', driver_info: {} });
    await world.database.records.addAttributes(record.uuid, [{ name: 'mac', value: MAC }], 0);
    return record;
  };
  const stuck = async (): Promise<StoredRecord> => {
    const record = await machine('waiting');
    await continueIntrospection(POST, world.services);
    // The end, in the background, meets the full disk.
    while ((await world.services.unsettled.of(record.uuid)) === undefined) await new Promise(setImmediate);
    while (!(await world.isFree(record))) await new Promise(setImmediate);
    return record;
  };

  it('refuses a start with its words', async () => {
    await begin();
    const record = await machine('error');
    isFull = true;
    const error: unknown = await introspect(record.uuid, { manageBoot: true }, world.services).catch(
      (reason: unknown) => reason,
    );
    expect(error).to.include({ code: 'INSP_DB_FULL', status: 503 });
    expect(String(error)).to.include('the disk is full');
  });

  it('leaves no node processing once there is room again: the next post is taken', async () => {
    await begin();
    const record = await stuck();
    expect(await world.now(record)).to.include({ state: 'processing' });
    isFull = false;
    world.services.hooks.begin = fakeHooks().begin;
    await continueIntrospection(POST, world.services).catch((error: unknown) => error);
    expect((await world.now(record))?.state).not.to.equal('processing');
  });

  for (const [what, again] of [
    ['start', (uuid: string) => introspect(uuid, { manageBoot: false }, world.services)],
    ['abort', (uuid: string) => abort(uuid, world.services)],
    ['reapply', (uuid: string) => reapply(uuid, POST, world.services)],
    ['clean-up', () => failUnsettled(world.services)],
  ] as const) {
    it(`leaves no node processing once there is room again: ${what}`, async () => {
      await begin();
      const record = await stuck();
      isFull = false;
      await again(record.uuid);
      expect((await world.now(record))?.state).not.to.equal('processing');
    });
  }

  it('has the data processed by the service itself', async () => {
    await begin();
    const record = await machine('waiting');
    world.services.rules.apply = async () => full();
    const told: unknown = await continueIntrospection(POST, world.services).catch((error: unknown) => error);
    expect(told).to.include({ status: 500 });
    isFull = false;
    world.services.hooks.begin = fakeHooks().begin;
    world.services.rules.apply = async () => undefined;
    await failUnsettled(world.services);
    expect(await world.now(record)).to.include({ state: 'waiting', error: null });
    await processKeptPosts(world.services);
    await world.services.background.drain(5000);
    expect(await world.now(record)).to.include({ state: 'finished', error: null });
    expect(await world.database.keptPosts.list()).to.deep.equal([]);
  });
});
