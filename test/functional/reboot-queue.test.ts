import type { JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import { Bench, payload } from './harness.js';

describe('nodes that wait for their turn to be rebooted', () => {
  let bench: Bench;
  let data: JsonObject;
  before(async () => {
    data = await payload();
  });
  afterEach(() => bench.close());
  const node = (): string => {
    const { uuid } = bench.ironic.addNode({ driver_info: { ipmi_address: '192.0.2.1' } });
    bench.ironic.addPort({
      node_uuid: uuid,
      address: `52:54:00:0a:0b:${(bench.ironic.ports.size + 16).toString(16)}`,
    });
    return uuid;
  };
  const queueOf = async (uuid: string): Promise<unknown> =>
    ((await bench.status(uuid)) as unknown as JsonObject)['queue'];

  it('show their place, and can be aborted, without a reboot', async () => {
    bench = await Bench.start({ introspectionDelay: 3600 });
    await bench.startAndWait(node());
    const [next, last] = [node(), node()];
    for (const uuid of [next, last]) {
      await bench.start(uuid);
      await bench.until(uuid, (status) => 'queue' in status);
    }
    expect(await queueOf(next)).to.deep.equal({ position: 1, length: 2 });
    expect(await queueOf(last)).to.deep.equal({ position: 2, length: 2 });

    const { status } = await bench.request('POST', `/v1/introspection/${next}/abort`);
    expect(status).to.equal(202);
    expect(await bench.finished(next)).to.include({ state: 'error', error: 'Canceled by operator' });
    expect(bench.ironic.requestsMatching({ path: `/v1/nodes/${next}/states/power` })).to.have.lengthOf(0);
    expect(await queueOf(last)).to.deep.equal({ position: 1, length: 1 });
    await bench.request('POST', `/v1/introspection/${last}/abort`);
    await bench.finished(last);
  });

  it('have their whole time limit from the moment the machine is told to boot', async () => {
    bench = await Bench.start({ introspectionDelay: 2 });
    const first = bench.enroll(data).uuid;
    await bench.startAndWait(first);
    const second = node();
    const asked = (await bench.start(second)).status;
    expect(asked).to.equal(202);
    const queued = await bench.until(second, ({ state }) => state === 'starting');
    const booted = await bench.until(second, ({ state }) => state === 'waiting', 20_000);
    const waited = Date.parse(`${booted.started_at}Z`) - Date.parse(`${queued.started_at}Z`);
    expect(waited).to.be.greaterThan(0);
    const power = bench.ironic.requestsMatching({ path: `/v1/nodes/${second}/states/power`, method: 'PUT' });
    expect(power).to.have.lengthOf(1);
  });
});
