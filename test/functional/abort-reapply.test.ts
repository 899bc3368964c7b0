import type { JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import { Bench, payload } from './harness.js';

const message = (body: JsonObject): unknown => (body['error'] as JsonObject)['message'];

describe('abort', () => {
  let bench: Bench;
  let data: JsonObject;
  beforeEach(async () => {
    bench = await Bench.start();
    data = await payload();
  });
  afterEach(() => bench.close());

  it('powers a waiting machine off and says who cancelled', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    expect(await bench.request('POST', `/v1/introspection/${node.uuid}/abort`)).to.deep.equal({
      status: 202,
      body: {},
    });
    expect(await bench.finished(node.uuid)).to.include({ state: 'error', error: 'Canceled by operator' });
    expect(bench.ironic.node(node.uuid).power_state).to.equal('power off');
    expect((await bench.post(data)).status).to.equal(400);
  });

  it('leaves power alone when somebody else manages the boot', async () => {
    const node = bench.enroll(data, { power_state: 'power on' });
    await bench.startAndWait(node.uuid, '?manage_boot=False');
    await bench.request('POST', `/v1/introspection/${node.uuid}/abort`);
    expect(await bench.finished(node.uuid)).to.include({ state: 'error' });
    expect(bench.ironic.node(node.uuid).power_state).to.equal('power on');
  });

  it('accepts, and does nothing to, an introspection that is over', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    await bench.request('POST', `/v1/introspection/${node.uuid}/abort`);
    const before = await bench.finished(node.uuid);
    bench.ironic.clearRequests();
    expect((await bench.request('POST', `/v1/introspection/${node.uuid}/abort`)).status).to.equal(202);
    expect(await bench.status(node.uuid)).to.deep.equal(before);
    expect(bench.ironic.requests).to.have.lengthOf(0);
  });

  it('knows no node without a record', async () => {
    const node = bench.enroll(data);
    const { status, body } = await bench.request('POST', `/v1/introspection/${node.uuid}/abort`);
    expect([status, message(body)]).to.deep.equal([404, `Could not find node ${node.uuid} in cache`]);
  });

  it('ends a start that goes on', async () => {
    const node = bench.enroll(data, { power_state: 'power on' });
    const gate = bench.ironic.fail({ match: { path: '/boot_device' }, status: 'held' });
    await bench.start(node.uuid);
    await gate.arrived;
    expect((await bench.request('POST', `/v1/introspection/${node.uuid}/abort`)).status).to.equal(202);
    expect(await bench.finished(node.uuid)).to.include({ state: 'error', error: 'Canceled by operator' });
    gate.release();
    expect(bench.ironic.node(node.uuid).power_state).to.equal('power off');
    expect(bench.ironic.requestsMatching({ path: '/states/power' })).to.have.lengthOf(1);
  });

  it('takes back nothing that a post has changed, and lets it change nothing more', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    const gate = bench.ironic.fail({ match: { method: 'PATCH' }, status: 'held' });
    const posted = bench.post(data);
    await gate.arrived;
    expect((await bench.request('POST', `/v1/introspection/${node.uuid}/abort`)).status).to.equal(202);
    const { status, body } = await posted;
    expect(status).to.equal(409);
    expect(message(body)).to.include('was canceled by an operator').and.not.include(node.uuid);
    expect(await bench.finished(node.uuid)).to.include({ state: 'error', error: 'Canceled by operator' });
    const asked = bench.ironic.requests.length;
    gate.release();
    const { uuid } = bench.enroll(await payload('dell-m630-bios'));
    await bench.startAndWait(uuid);
    const late = bench.ironic.requests.slice(asked).filter(({ path }) => path.includes(node.uuid));
    expect(late).to.deep.equal([]);
  });

  it('leaves power alone while data are processed again', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    await bench.post(data);
    await bench.finished(node.uuid);
    bench.ironic.node(node.uuid).power_state = 'power on';
    const gate = bench.ironic.fail({ match: { route: 'GET /v1/ports/detail' }, status: 'held' });
    await bench.request('POST', `/v1/introspection/${node.uuid}/data/unprocessed`);
    await gate.arrived;
    expect((await bench.request('POST', `/v1/introspection/${node.uuid}/abort`)).status).to.equal(202);
    await bench.until(node.uuid, ({ state }) => state === 'error');
    gate.release();
    expect(bench.ironic.node(node.uuid).power_state).to.equal('power on');
  });
});

describe('reapply', () => {
  let bench: Bench;
  let data: JsonObject;
  beforeEach(async () => {
    bench = await Bench.start();
    data = await payload();
  });
  afterEach(() => bench.close());

  const done = async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    await bench.post(data);
    await bench.finished(node.uuid);
    return node;
  };
  const reapply = (uuid: string, body?: string | object) =>
    bench.request('POST', `/v1/introspection/${uuid}/data/unprocessed`, body);

  it('processes stored data again', async () => {
    const node = await done();
    bench.ironic.node(node.uuid).properties = {};
    const before = await bench.status(node.uuid);
    expect(await reapply(node.uuid)).to.deep.equal({ status: 202, body: {} });
    const after = await bench.until(node.uuid, ({ finished_at }) => finished_at !== before.finished_at);
    expect(after).to.include({ state: 'finished', error: null });
    expect(after.started_at > before.started_at).to.equal(true);
    expect(bench.ironic.node(node.uuid).properties).to.include({ cpus: '2' });
  });

  it('processes the data in the request instead, and keeps them', async () => {
    const node = await done();
    const before = await bench.status(node.uuid);
    const changed = structuredClone(data);
    ((changed['inventory'] as JsonObject)['cpu'] as JsonObject)['count'] = 99;
    expect((await reapply(node.uuid, changed)).status).to.equal(202);
    await bench.until(node.uuid, ({ finished_at }) => finished_at !== before.finished_at);
    expect(bench.ironic.node(node.uuid).properties).to.include({ cpus: '99' });
    const raw = (await bench.request('GET', `/v1/introspection/${node.uuid}/data/unprocessed`)).body;
    expect(raw).to.deep.equal(changed);
  });

  it('says why stored data cannot be processed', async () => {
    const node = await done();
    await reapply(node.uuid, { error: 'broken' });
    const { error } = await bench.until(node.uuid, ({ error: text }) => text !== null);
    expect(error).to.match(
      /^Pre-processing failures detected reapplying introspection on stored data:\nPreprocessing hook/,
    );
  });

  it('keeps the words of what failed', async () => {
    const node = await done();
    bench.ironic.node(node.uuid).properties = {};
    bench.ironic.fail({ match: { method: 'PATCH' }, status: 500, text: 'out of memory' });
    await reapply(node.uuid);
    const { error } = await bench.until(node.uuid, ({ error: text }) => text !== null);
    expect(error).to.match(
      /^Server Error for url: http:\S+, out of memory\. The data are still stored: reapply them once the service is back$/,
    );
  });

  it('refuses while the node waits for data, before anything is stored', async () => {
    const node = await done();
    await bench.startAndWait(node.uuid);
    const { status, body } = await reapply(node.uuid, { stored: 'never' });
    expect([status, message(body)]).to.deep.equal([
      409,
      "Can not transition from state 'waiting' on event 'reapply' (no defined transition)",
    ]);
    expect((await bench.request('GET', `/v1/introspection/${node.uuid}/data/unprocessed`)).status).to.equal(
      404,
    );
  });

  it('has nothing to process where nothing is stored', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    await bench.request('POST', `/v1/introspection/${node.uuid}/abort`);
    await bench.finished(node.uuid);
    const { status, body } = await reapply(node.uuid);
    expect([status, message(body)]).to.deep.equal([
      404,
      `Introspection data not found for node ${node.uuid}, processed=False`,
    ]);
  });
});

describe('reapply without storage', () => {
  it('needs data in the request', async () => {
    const bench = await Bench.start({ processing: { storeData: 'none' } });
    try {
      const data = await payload();
      const node = bench.enroll(data);
      await bench.startAndWait(node.uuid);
      await bench.post(data);
      await bench.finished(node.uuid);
      const path = `/v1/introspection/${node.uuid}/data/unprocessed`;
      const { status, body } = await bench.request('POST', path);
      expect([status, message(body)]).to.deep.equal([
        400,
        'Inspector is not configured to store introspection data. Set the [processing]store_data configuration option to change this.',
      ]);
      expect((await bench.request('POST', path, data)).status).to.equal(202);
      expect(await bench.finished(node.uuid)).to.include({ state: 'finished' });
    } finally {
      await bench.close();
    }
  });
});
