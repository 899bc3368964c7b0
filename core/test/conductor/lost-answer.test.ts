import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import { failUnsettled } from '../../src/conductor/clean-up.js';
import { continueIntrospection } from '../../src/conductor/continue.js';
import type { StoredRecord } from '../../src/db/types.js';
import { conductorWorld, type ConductorWorld } from './conductor-world.js';

const MAC = '52:54:00:00:00:01';
const DATA = { all_interfaces: { eth0: { mac: MAC } } };
const POST = { text: JSON.stringify(DATA), data: DATA };

describe('a database that writes "processing", and whose answer is lost', () => {
  let world: ConductorWorld;
  let record: StoredRecord;
  /** Whether it cannot be reached. */
  let isAway = false;

  /** @param staysAway - whether it cannot be reached afterwards either */
  const begin = async (staysAway: boolean): Promise<void> => {
    isAway = false;
    world = await conductorWorld();
    record = await world.record('waiting');
    world.nodes.set(record.uuid, { uuid: record.uuid, provision_state: 'manageable', driver_info: {} });
    await world.database.records.addAttributes(record.uuid, [{ name: 'mac', value: MAC }], 0);
    const { records } = world.database;
    const { change } = records;
    const lost = (): never => {
      throw new InspectorError('INSP_DB_UNREACHABLE', 'The database cannot be reached: ECONNRESET');
    };
    let wasLost = false;
    records.change = async (...given) => {
      if (isAway) lost();
      const changed = await change(...given);
      if (wasLost || changed.state !== 'processing') return changed;
      wasLost = true;
      isAway = staysAway;
      return lost();
    };
  };
  afterEach(() => world.close());

  const post = async (): Promise<unknown> =>
    continueIntrospection(POST, world.services).catch((error: unknown) => error);
  const state = async (): Promise<string | undefined> => (await world.now(record))?.state;

  it('has the node wait for data again, with what was received', async () => {
    await begin(false);
    expect(await post()).to.have.property('status', 500);
    expect(await state()).to.equal('waiting');
    expect(await world.database.keptPosts.text(record.uuid)).to.equal(POST.text);
  });

  it('takes the next post once it can be reached again', async () => {
    await begin(true);
    expect(await post()).to.have.property('status', 500);
    expect(await state()).to.equal('processing');
    isAway = false;
    expect(await post()).to.deep.equal({ uuid: record.uuid });
  });

  it('has the clean-up free the node once it can be reached again', async () => {
    await begin(true);
    await post();
    isAway = false;
    await failUnsettled(world.services);
    expect(await state()).to.equal('waiting');
  });
});
