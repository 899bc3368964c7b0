import type { JsonObject } from '@inspector/plugin-api';
import type { UserConfig } from '@inspector/core';
import { expect } from 'chai';
import { Bench, eventually, payload } from './harness.js';

const ABORT_CUT_OFF =
  'Canceled by operator, but the service stopped before the node was seen to be powered off; check its power';
const stoppedIn = (state: string): string =>
  `The service stopped while the node was in state ${state}; ` +
  (state === 'reapplying' ? 'reapply its data' : 'start its introspection again');

const LONG_AGO = '2020-01-01 00:00:00';

describe('a service that is stopped', () => {
  let bench: Bench;
  let data: JsonObject;
  const begin = async (config: UserConfig = {}) => {
    bench = await Bench.start(config);
    data = await payload();
  };
  afterEach(() => bench.close());
  /** Whichever is faster, the end of the request to Ironic or the end of the service, the record is over. */
  const isCutOff = async (uuid: string, error: string) => {
    expect(await bench.status(uuid)).to.include({ state: 'error', finished: true, error });
    bench.ironic.clearFaults();
    await bench.startAndWait(uuid);
  };

  it('ends what it has begun', async () => {
    await begin();
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    const gate = bench.ironic.fail({ match: { path: '/states/power' }, status: 'held' });
    expect((await bench.post(data)).status).to.equal(200);
    await gate.arrived;
    const restarted = bench.restart();
    gate.release();
    await restarted;
    expect(gate.hits).to.equal(1);
    expect(await bench.status(uuid)).to.include({ state: 'finished', error: null });
  });

  it('says after the next start that processing was cut off', async () => {
    await begin({ gracefulShutdownTimeout: 0 });
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    bench.ironic.fail({ match: { path: '/states/power' }, status: 'hang' });
    expect((await bench.post(data)).status).to.equal(200);
    await bench.restart();
    await isCutOff(uuid, stoppedIn('processing'));
  });

  it('says after the next start that an abort was cut off', async () => {
    await begin({ gracefulShutdownTimeout: 0 });
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    bench.ironic.fail({ match: { path: '/states/power' }, status: 'hang' });
    await bench.request('POST', `/v1/introspection/${uuid}/abort`);
    await bench.restart();
    await isCutOff(uuid, ABORT_CUT_OFF);
  });

  it('says after the next start that an abort was cut off when it was killed', async () => {
    await begin();
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    await bench.restart(() => bench.sql("UPDATE nodes SET state = 'aborting'"));
    await isCutOff(uuid, ABORT_CUT_OFF);
  });

  it('has nothing to say about power that somebody else manages', async () => {
    await begin();
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid, '?manage_boot=0');
    await bench.restart(() => bench.sql("UPDATE nodes SET state = 'aborting'"));
    await isCutOff(uuid, 'Canceled by operator');
  });

  it('ends an abort it has time for', async () => {
    await begin();
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    const gate = bench.ironic.fail({ match: { path: '/states/power' }, status: 'held' });
    await bench.request('POST', `/v1/introspection/${uuid}/abort`);
    await gate.arrived;
    const restarted = bench.restart();
    gate.release();
    await restarted;
    expect(gate.hits).to.equal(1);
    expect(bench.ironic.node(uuid).power_state).to.equal('power off');
    await isCutOff(uuid, 'Canceled by operator');
  });

  it('says after the next start that stored data were not processed to the end', async () => {
    await begin({ gracefulShutdownTimeout: 0 });
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    await bench.post(data);
    await bench.finished(uuid);
    bench.ironic.fail({ match: { method: 'GET', path: /nodes/ }, status: 'hang' });
    await bench.request('POST', `/v1/introspection/${uuid}/data/unprocessed`);
    await bench.restart();
    await isCutOff(uuid, stoppedIn('reapplying'));
  });

  it('does not wait for the turns of machines to be rebooted, which come when it runs again', async () => {
    await begin({ introspectionDelay: 3600 });
    const first = bench.enroll(data);
    await bench.startAndWait(first.uuid);
    const { uuid } = bench.ironic.addNode({ driver_info: { ipmi_address: '192.0.2.9' } });
    await bench.start(uuid);
    await eventually(
      () => bench.ironic.hardware(uuid).bootDevice,
      (device) => device === 'pxe',
      'the boot device',
    );
    await bench.restart(() =>
      bench.sql(`UPDATE nodes SET started_at = '${LONG_AGO}' WHERE uuid = '${uuid}'`),
    );
    await eventually(
      async () => (await bench.status(uuid)).state,
      (state) => state === 'waiting',
      'the machine to be told to boot by the service that runs again',
    );
    // The time for its data begins when it is told to boot.
    expect((await bench.status(uuid)).started_at).to.not.include(LONG_AGO.slice(0, 4));
  });

  it('does not wait for a listing of nodes that hangs', async () => {
    await begin({ cleanUpPeriod: 1, gracefulShutdownTimeout: 0 });
    await bench.startAndWait(bench.enroll(data).uuid);
    const hanging = bench.ironic.fail({ match: { route: 'GET /v1/nodes' }, status: 'hang' });
    await eventually(
      () => hanging.hits,
      (hits) => hits > 0,
      'the listing',
    );
    const begun = performance.now();
    await bench.restart();
    expect(performance.now() - begun).to.be.below(5000);
  });
});
