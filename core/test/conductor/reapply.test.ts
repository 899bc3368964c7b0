import { expect } from 'chai';
import { reapply } from '../../src/conductor/reapply.js';
import type { ConductorServices } from '../../src/conductor/services.js';
import { InspectorError } from '@inspector/plugin-api';
import { MemoryBackend } from '../storage/memory-backend.js';
import { conductorWorld, fakeHooks, PAST, type ConductorWorld } from './conductor-world.js';

const RESULT = { hook: 'one', outcome: 'ok', milliseconds: 1, message: null } as const;

describe('a reapply', () => {
  let world: ConductorWorld;
  const begin = async (changes: Partial<Omit<ConductorServices, 'config' | 'baremetal'>> = {}) => {
    const hooks = fakeHooks(undefined, { results: [RESULT] });
    world = await conductorWorld({}, { hooks, ...changes });
    return world.record('error', { startedAt: PAST, finishedAt: PAST });
  };
  afterEach(() => world.close());
  const posted = { text: '{"a": 1.0, "logs": "x"}', data: { a: 1, logs: 'x' } };
  const reapplied = async (uuid: string, data?: typeof posted) => {
    await reapply(uuid, data, world.services);
    await world.services.background.drain(5000);
  };

  it('processes stored data, keeps the results of the hooks and lets the node go', async () => {
    const record = await begin();
    world.storage.put(record.uuid, false, '{"a":2}');
    await reapplied(record.uuid);
    expect(await world.now(record)).to.include({ state: 'finished', error: null });
    expect((await world.now(record))?.startedAt).to.not.equal(PAST);
    expect(world.storage.contents).to.include({ [`${record.uuid} true`]: '{"a":2}' });
    expect(await world.database.hookResults.list(record.uuid)).to.deep.equal([RESULT]);
    expect(await world.isFree(record)).to.equal(true);
    expect([world.asked, world.syncs()]).to.deep.equal([[], 0]);
  });

  it('takes the data of the request in their stead, to the byte but without logs', async () => {
    const record = await begin();
    await reapplied(record.uuid, posted);
    expect(world.storage.contents).to.deep.equal({
      [`${record.uuid} false`]: '{"a": 1.0}',
      [`${record.uuid} true`]: '{"a":1}',
    });
  });

  it('stores raw data only where they are kept', async () => {
    const storage = new MemoryBackend({ keeps: false });
    const record = await begin({ storage });
    await reapplied(record.uuid, posted);
    expect(storage.saves).to.deep.equal([`${record.uuid} true`]);
  });

  it('fails with the words of what failed, whatever it was, and lets the node go', async () => {
    const storage = new MemoryBackend();
    const save = () => Promise.reject(new TypeError('x is not a function'));
    const record = await begin({ storage: Object.assign(storage, { save }) });
    storage.put(record.uuid, false, '{}');
    await reapplied(record.uuid);
    expect(await world.now(record)).to.include({ state: 'error', error: 'x is not a function' });
    expect(await world.database.hookResults.list(record.uuid)).to.deep.equal([RESULT]);
    expect(await world.isFree(record)).to.equal(true);
  });

  it('is refused without stored data, and locks nothing', async () => {
    const record = await begin();
    const error: unknown = await reapplied(record.uuid).catch((reason: unknown) => reason);
    expect(InspectorError.is(error) && error.code).to.equal('INSP_DATA_NOT_FOUND');
    expect(await world.now(record)).to.deep.equal(record);
    expect(await world.isFree(record)).to.equal(true);
  });

  for (const state of ['starting', 'waiting', 'processing', 'enrolling', 'aborting'] as const) {
    it(`is refused in ${state}, before anything is stored`, async () => {
      await begin();
      const record = await world.record(state);
      const error: unknown = await reapplied(record.uuid, posted).catch((reason: unknown) => reason);
      expect(InspectorError.is(error) && [error.code, error.status]).to.deep.equal([
        'INSP_INVALID_EVENT',
        409,
      ]);
      expect(world.storage.saves).to.deep.equal([]);
      expect(await world.now(record)).to.deep.equal(record);
      expect(await world.isFree(record)).to.equal(true);
    });
  }
});
