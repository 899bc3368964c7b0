import type { JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import { Bench, eventually, payload } from './harness.js';

describe('names of nodes', () => {
  let bench: Bench;
  let data: JsonObject;
  beforeEach(async () => {
    data = await payload();
  });
  afterEach(() => bench.close());

  const listed = async (): Promise<unknown> => {
    const { body } = await bench.request('GET', '/v1/introspection');
    return (body['introspection'] as JsonObject[]).map(({ name }) => name);
  };
  const away = () => bench.ironic.fail({ match: {}, status: 'drop' });

  it('are shown with the introspection, and in the log', async () => {
    bench = await Bench.start();
    const node = bench.enroll(data, { name: 'rack3-07' });
    await bench.startAndWait(node.uuid);
    expect(await bench.status(node.uuid)).to.include({ name: 'rack3-07' });
    expect(await listed()).to.deep.equal(['rack3-07']);
    const line = bench.log.find((text) => text.includes('introspection started'));
    expect(line).to.include(`[node: ${node.uuid} state waiting name rack3-07]`);
  });

  it('are left out where there is none', async () => {
    bench = await Bench.start();
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    expect(await bench.status(node.uuid)).not.to.have.property('name');
  });

  it('are taken, and shown, while Ironic is down', async () => {
    bench = await Bench.start();
    const node = bench.enroll(data, { name: 'rack3-07' });
    await bench.startAndWait(node.uuid);
    await bench.post(data);
    await bench.finished(node.uuid);
    const fault = away();
    expect(await bench.status('rack3-07')).to.include({
      uuid: node.uuid,
      name: 'rack3-07',
      state: 'finished',
    });
    expect(await listed()).to.deep.equal(['rack3-07']);
    expect(await bench.request('GET', '/v1/introspection/rack3-07/data')).to.include({ status: 200 });
    expect(await bench.request('GET', '/v1/introspection/rack3-07/results')).to.include({ status: 200 });
    expect(await bench.request('POST', '/v1/introspection/rack3-07/abort')).to.include({ status: 202 });
    expect((await bench.request('GET', '/v1/introspection/rack3-99')).status).to.be.within(500, 599);
    fault.clear();
    expect(await bench.request('GET', '/v1/introspection/rack3-99')).to.include({ status: 404 });
  });

  it('that Ironic gave to another node mean that one', async () => {
    bench = await Bench.start();
    const node = bench.enroll(data, { name: 'rack3-07' });
    await bench.startAndWait(node.uuid);
    node.name = 'rack3-08';
    expect((await bench.request('GET', '/v1/introspection/rack3-07')).status).to.equal(404);
    expect(await bench.status('rack3-08')).to.include({ uuid: node.uuid });
  });

  it('are those of the last look of the clean-up', async () => {
    bench = await Bench.start({ cleanUpPeriod: 1 });
    const node = bench.enroll(data, { name: 'rack3-07' });
    await bench.startAndWait(node.uuid);
    node.name = 'rack3-08';
    await eventually(listed, (names) => JSON.stringify(names) === '["rack3-08"]', 'the name of the node');
    away();
    expect(await bench.status('rack3-08')).to.include({ uuid: node.uuid });
    expect((await bench.request('GET', '/v1/introspection/rack3-07')).status).to.be.within(500, 599);
  });

  it('are those of the last post', async () => {
    bench = await Bench.start();
    const node = bench.enroll(data, { name: 'rack3-07' });
    await bench.startAndWait(node.uuid);
    node.name = 'rack3-08';
    await bench.post(data);
    expect(await bench.finished(node.uuid)).to.include({ name: 'rack3-08' });
  });

  it('that two nodes had are not guessed', async () => {
    bench = await Bench.start();
    const other: JsonObject = { inventory: { interfaces: [{ mac_address: '52:54:00:00:00:99' }] } };
    const first = bench.enroll(data, { name: 'rack3-07' });
    await bench.startAndWait(first.uuid);
    first.name = 'rack3-08';
    const second = bench.enroll(other, { name: 'rack3-07' });
    await bench.startAndWait(second.uuid);
    away();
    const { status, body } = await bench.request('GET', '/v1/introspection/rack3-07');
    expect(status).to.be.within(500, 599);
    for (const { uuid } of [first, second]) expect(JSON.stringify(body)).to.include(uuid);
    expect(JSON.stringify(body)).to.include('Give the UUID of the node');
  });
});
