import type { JsonObject } from '@inspector/plugin-api';
import type { UserConfig } from '@inspector/core';
import type { FakeNode } from '@inspector/simulator';
import { expect } from 'chai';
import { Bench, eventually, payload } from './harness.js';

const message = (body: JsonObject): unknown => (body['error'] as JsonObject)['message'];

/**
 * What users notice of stored data, whichever backend keeps them.
 *
 * @param config - of the service; called before each test
 */
export function storedDataSuite(config: () => UserConfig | Promise<UserConfig>): void {
  let bench: Bench;
  let data: JsonObject;
  beforeEach(async () => {
    bench = await Bench.start({ cleanUpPeriod: 1, ...(await config()) });
    data = await payload();
  });
  afterEach(() => bench.close());

  const path = (uuid: string): string => `/v1/introspection/${uuid}/data/unprocessed`;
  const introspected = async (): Promise<FakeNode> => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    expect((await bench.post(data)).status).to.equal(200);
    expect(await bench.finished(node.uuid)).to.include({ state: 'finished' });
    return node;
  };

  it('processes them again, also after a restart of the service', async () => {
    const node = await introspected();
    await bench.restart();
    bench.ironic.node(node.uuid).properties = {};
    expect(await bench.request('POST', path(node.uuid))).to.deep.equal({ status: 202, body: {} });
    // Times tell nothing apart where a database keeps whole seconds.
    await eventually(
      () => bench.ironic.node(node.uuid).properties,
      (properties) => Object.hasOwn(properties ?? {}, 'cpus'),
      'the properties of the node',
    );
    expect(await bench.finished(node.uuid)).to.include({ state: 'finished', error: null });
    expect(bench.ironic.node(node.uuid).properties).to.include({ cpus: '2' });
  });

  it('shows them without the logs', async () => {
    data = { ...data, logs: 'aGVsbG8=' };
    const node = await introspected();
    const { logs: _, ...kept } = data;
    expect((await bench.request('GET', path(node.uuid))).body).to.deep.equal(kept);
  });

  it('refuses to process them while the node waits for new ones', async () => {
    const node = await introspected();
    await bench.startAndWait(node.uuid);
    const { status, body } = await bench.request('POST', path(node.uuid));
    expect([status, message(body)]).to.deep.equal([
      409,
      "Can not transition from state 'waiting' on event 'reapply' (no defined transition)",
    ]);
  });

  it('says where there are none', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    await bench.request('POST', `/v1/introspection/${node.uuid}/abort`);
    await bench.finished(node.uuid);
    const text = (processed: string): string =>
      `Introspection data not found for node ${node.uuid}, processed=${processed}`;
    for (const method of ['POST', 'GET']) {
      const { status, body } = await bench.request(method, path(node.uuid));
      expect([status, message(body)]).to.deep.equal([404, text('False')]);
    }
    const { status, body } = await bench.request('GET', `/v1/introspection/${node.uuid}/data`);
    expect([status, message(body)]).to.deep.equal([404, text('True')]);
  });

  it('forgets them with a node that was deleted in Ironic', async () => {
    const node = await introspected();
    expect((await bench.request('GET', path(node.uuid))).status).to.equal(200);
    bench.ironic.removeNode(node.uuid);
    for (const kind of ['data', 'data/unprocessed']) {
      await eventually(
        async () => (await bench.request('GET', `/v1/introspection/${node.uuid}/${kind}`)).status,
        (status) => status === 404,
        `the ${kind} of a deleted node`,
      );
    }
  });
}
