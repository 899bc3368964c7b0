import type { JsonObject } from '@inspector/plugin-api';
import type { UserConfig } from '@inspector/core';
import { expect } from 'chai';
import { Bench, eventually, payload } from './harness.js';

const BREAK = `CREATE TRIGGER broken BEFORE UPDATE ON nodes BEGIN SELECT RAISE(ABORT, 'the disk is gone'); END`;

describe('a database that refuses changes', () => {
  let bench: Bench;
  let data: JsonObject;
  const begin = async (config: UserConfig = {}) => {
    bench = await Bench.start({ cleanUpPeriod: 1, ...config });
    data = await payload();
  };
  afterEach(() => bench.close());

  const spoil = () => bench.sql(BREAK);
  const repair = () => bench.sql('DROP TRIGGER broken');

  it('leaves no start behind: the failure is written when it works again', async () => {
    await begin();
    const { uuid } = bench.enroll(data);
    const gate = bench.ironic.fail({ match: { path: '/boot_device' }, status: 'held' });
    await bench.start(uuid);
    await gate.arrived;
    await spoil();
    gate.release();
    await bench.until(uuid, () => bench.ironic.node(uuid).power_state === 'power on');
    expect(await bench.status(uuid)).to.include({ state: 'starting' });
    await repair();
    const { state, error } = await bench.finished(uuid);
    expect(state).to.equal('error');
    expect(error).to.include('the disk is gone');
    await bench.startAndWait(uuid);
  });

  it('fails a start left behind when data of its machine arrive', async () => {
    await begin({ cleanUpPeriod: 0 });
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    await bench.sql("UPDATE nodes SET state = 'starting'");
    const text = "Can not transition from state 'starting' on event 'process' (no defined transition)";
    const { status, body } = await bench.post(data);
    expect([status, body['error']]).to.deep.equal([400, { message: text }]);
    expect(await bench.status(uuid)).to.include({ state: 'error', finished: true, error: text });
    await bench.startAndWait(uuid);
  });

  it('leaves an abort left behind to the clean-up when data of its machine arrive', async () => {
    await begin({ cleanUpPeriod: 0 });
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    await bench.sql("UPDATE nodes SET state = 'aborting'");
    expect((await bench.post(data)).status).to.equal(400);
    expect(await bench.status(uuid)).to.include({ state: 'aborting', finished: false, error: null });
  });

  it('lets the ramdisk try again', async () => {
    await begin();
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    await spoil();
    expect((await bench.post(data)).status).to.be.within(500, 503);
    await repair();
    expect((await bench.post(data)).status).to.equal(200);
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
  });

  it('keeps no lock in the clean-up', async () => {
    await begin({ timeout: 1 });
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    await spoil();
    // The clean-up has met the failure when it says so.
    await eventually(
      () => bench.log.join(''),
      (text) => text.includes('the database failed when its failure was noted'),
      'the log',
    );
    expect(await bench.status(uuid)).to.include({ state: 'waiting' });
    await repair();
    expect(await bench.finished(uuid)).to.include({ state: 'error', error: 'Introspection timeout' });
    await bench.startAndWait(uuid);
  });
});
