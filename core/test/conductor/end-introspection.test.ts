import { expect } from 'chai';
import { continueIntrospection } from '../../src/conductor/continue.js';
import { failIntrospection } from '../../src/conductor/end-introspection.js';
import { InspectorError, type IntrospectionState } from '@inspector/plugin-api';
import { Holding } from '../../src/introspection/holding.js';
import { MemoryBackend } from '../storage/memory-backend.js';
import { conductorWorld, type ConductorWorld } from './conductor-world.js';
import { changeRecord } from '../db/fresh-record.js';

describe('the failure of an introspection', () => {
  let world: ConductorWorld;
  afterEach(() => world.close());
  const held = async (state: IntrospectionState) => {
    world = await conductorWorld();
    const record = await world.record(state);
    const lock = await world.services.coordinator.acquire(record.uuid);
    const node = new Holding(record.uuid, lock, world.database.records, world.services.background.permit);
    await node.read();
    return { record, lock, node };
  };
  const failures = async (): Promise<string> => {
    const text = await world.services.metrics.registry.metrics();
    return /^inspector_introspections_total\{outcome="error"\} (\d+)$/m.exec(text)?.[1] ?? '0';
  };

  it('is written, counted and followed by DHCP', async () => {
    const { record, node } = await held('processing');
    await failIntrospection(node, { error: 'a broken disk' }, world.services);
    expect(await world.now(record)).to.include({ state: 'error', error: 'a broken disk' });
    expect([await failures(), world.syncs()]).to.deep.equal(['1', 1]);
  });

  it('lets the node go before DHCP follows', async () => {
    const { record, node } = await held('processing');
    let free = false;
    const filter = { sync: async () => void (free = await world.isFree(record)) };
    await failIntrospection(node, { error: 'a broken disk' }, { ...world.services, filter });
    expect(free).to.equal(true);
  });

  it('changes nothing of one that has ended well', async () => {
    const { record, node } = await held('finished');
    await failIntrospection(node, { error: 'a broken disk' }, world.services);
    expect(await world.now(record)).to.deep.equal(record);
    expect([await failures(), world.syncs()]).to.deep.equal(['0', 0]);
    expect(world.lines.join('')).to.include('stays as it is: a broken disk');
  });

  it('is given up when the record became another one meanwhile', async () => {
    const { record, node } = await held('processing');
    const changed = await changeRecord(world.database, record.uuid, 'processing', { state: 'finished' });
    await failIntrospection(node, { error: 'a broken disk' }, world.services);
    expect(await world.now(record)).to.deep.equal(changed);
    expect((await world.services.unsettled.all()).size).to.equal(0);
    expect([await failures(), world.syncs()]).to.deep.equal(['0', 0]);
  });

  it('is kept for later when the database cannot take it', async () => {
    const { record, lock } = await held('processing');
    const change = () => Promise.reject(new Error('the disk is full'));
    const broken = { ...world.database.records, change };
    const node = new Holding(record.uuid, lock, broken, world.services.background.permit);
    await node.read();
    await failIntrospection(node, { error: 'a broken disk' }, world.services);
    expect([...(await world.services.unsettled.all())]).to.deep.equal([
      [record.uuid, { error: 'a broken disk', fences: [0, 1] }],
    ]);
    expect(await failures()).to.equal('0');
    expect(world.lines.join('')).to.include('a broken disk').and.include('the disk is full');
  });

  it('is not noted where the record became another one while data were stored', async () => {
    const data = { all_interfaces: { eth0: { mac: '52:54:00:00:00:01' } } };
    let uuid = '';
    const save = async (): Promise<void> => {
      await changeRecord(world.database, uuid, 'waiting', { state: 'starting' });
    };
    world = await conductorWorld({}, { storage: Object.assign(new MemoryBackend(), { save }) });
    const record = await world.record('waiting');
    uuid = record.uuid;
    await world.database.records.addAttributes(uuid, [{ name: 'mac', value: '52:54:00:00:00:01' }], 0);
    const posted = { text: JSON.stringify(data), data };
    const work = continueIntrospection(posted, world.services);
    const error: unknown = await work.catch((reason: unknown) => reason);
    expect(InspectorError.is(error) && [error.code, error.status]).to.deep.equal(['INSP_STATE_RACE', 500]);
    expect(await world.now(record)).to.include({ state: 'starting', error: null });
    expect(await world.isFree(record)).to.equal(true);
  });
});
