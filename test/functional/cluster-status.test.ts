import type { JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import { Bench, eventually, payload } from './harness.js';

describe('the status of a service that is alone', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.start();
  });
  afterEach(() => bench.close());

  const members = async (): Promise<JsonObject[]> =>
    (await bench.request('GET', '/v1/cluster')).body['members'] as JsonObject[];

  it('shows one member, which leads', async () => {
    const [self, ...others] = await members();
    expect(others).to.deep.equal([]);
    expect(self).to.include({ asked: true, leader: true, leaving: false, unknown: null });
    expect(self).to.include({ process: process.pid }).and.to.have.nested.property('report.leases', 0);
    expect(self?.['schema_revision']).to.match(/^[0-9a-f]{12}$/);
  });

  it('counts who watches its events', async () => {
    const watchers = async () => (await bench.request('GET', '/v1/cluster')).body['watchers'];
    expect(await watchers()).to.equal(0);
    const ending = new AbortController();
    const headers = { Accept: 'text/event-stream' };
    await fetch(`${bench.url}/v1/events`, { headers, signal: ending.signal });
    expect(await watchers()).to.equal(1);
    ending.abort();
    await eventually(watchers, (count) => count === 0, 'the watchers');
  });

  it('counts the nodes that are worked on', async () => {
    const node = bench.enroll(await payload());
    const held = bench.ironic.fail({ match: { method: 'PUT' }, status: 'held' });
    await bench.start(node.uuid);
    await held.arrived;
    expect((await members())[0]).to.have.nested.property('report.leases', 1);
    held.release();
    await eventually(
      async () => ((await members())[0]?.['report'] as JsonObject)['leases'],
      (leases) => leases === 0,
      'the leases',
    );
  });
});
