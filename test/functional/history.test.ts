import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import { Bench, payload } from './harness.js';

type Run = JsonObject & { readonly number: number };

const RULES = [
  {
    description: 'big ones',
    conditions: [{ field: 'inventory.cpu.count', op: 'ge', value: 1 }],
    actions: [{ action: 'set-attribute', path: '/extra/size', value: 'big' }],
  },
  {
    description: 'others',
    conditions: [{ field: 'inventory.cpu.count', op: 'lt', value: 1 }],
    actions: [{ action: 'set-attribute', path: '/extra/size', value: 'none' }],
  },
];

describe('the history of a node', () => {
  let bench: Bench;
  let data: JsonObject;
  beforeEach(async () => {
    data = await payload();
  });
  afterEach(() => bench.close());
  const history = async (node: string): Promise<Run[]> =>
    (await bench.request('GET', `/v1/introspection/${node}/history`)).body['history'] as Run[];

  async function introspect(node: string, posted: JsonObject): Promise<void> {
    await bench.startAndWait(node);
    expect((await bench.post(posted)).status).to.equal(200);
    await bench.finished(node);
  }

  it('has what an introspection found, who was asked, which rules applied and what was changed', async () => {
    bench = await Bench.start();
    const { uuid } = bench.enroll(data);
    for (const rule of RULES) await bench.request('POST', '/v1/rules', rule);
    await introspect(uuid, data);
    const [run, ...others] = await history(uuid);
    expect(others).to.deep.equal([]);
    expect(run).to.include({ number: 1, state: 'finished', began: 'start', error: null, kept_data: 'all' });
    expect(run?.['request_id']).to.match(/^req-/);
    const { body } = await bench.request('GET', `/v1/introspection/${uuid}/history/latest`);
    expect(body['rules']).to.have.length(1);
    expect(body).to.have.nested.property('rules[0].name', 'big ones');
    expect(body).to.have.nested.property('rules[0].outcome', 'applied');
    expect(body['hooks']).to.deep.equal(
      (await bench.request('GET', `/v1/introspection/${uuid}/results`)).body['results'],
    );
    expect(body['data']).to.deep.equal((await bench.request('GET', `/v1/introspection/${uuid}/data`)).body);
    const changes = body['changes'] as JsonObject[];
    const rule = (body['rules'] as JsonObject[])[0]?.['uuid'];
    expect(changes).to.deep.include({
      ...{ by: `rule ${String(rule)}`, target: 'node', op: 'add', path: '/extra/size', value: 'big' },
    });
    expect(changes.map(({ by }) => by)).to.include('hook scheduler');
  });

  it('has data that were processed again, and failures with the data that failed', async () => {
    bench = await Bench.start();
    const { uuid } = bench.enroll(data);
    await introspect(uuid, data);
    await bench.request('POST', `/v1/introspection/${uuid}/data/unprocessed`);
    await bench.finished(uuid);
    await bench.startAndWait(uuid);
    await bench.request('POST', `/v1/introspection/${uuid}/abort`);
    await bench.finished(uuid);
    await bench.startAndWait(uuid);
    expect((await bench.post({ ...data, error: 'disk died' })).status).to.equal(400);
    await bench.finished(uuid);
    const runs = await history(uuid);
    expect(runs.map(({ number, began, state }) => [number, began, state])).to.deep.equal([
      [4, 'start', 'error'],
      [3, 'start', 'error'],
      [2, 'reapply', 'finished'],
      [1, 'start', 'finished'],
    ]);
    expect(runs[0]?.['error']).to.match(/disk died/);
    expect(runs[0]).to.include({ kept_data: 'all' });
    expect(runs[1]?.['error']).to.match(/Canceled by operator/);
    expect(runs[1]).to.include({ kept_data: 'none' });
    expect(runs[2]?.['introspection']).to.equal(runs[3]?.['introspection']);
  });

  it('tells which disk was replaced, after a restart, too', async () => {
    bench = await Bench.start();
    const { uuid } = bench.enroll(data);
    const withDisk = (serial: string): JsonObject => ({
      ...data,
      inventory: {
        ...(data['inventory'] as JsonObject),
        disks: [{ name: '/dev/vda', serial, size: 13958643712, by_path: 'pci-1', hctl: null }],
      },
    });
    await introspect(uuid, withDisk('OLD-1'));
    await introspect(uuid, withDisk('NEW-1'));
    await bench.restart();
    const { body } = await bench.request('GET', `/v1/introspection/${uuid}/diff`);
    expect(body['differences']).to.have.length(1);
    expect(body).to.deep.nested.include({
      'differences[0].change': 'changed',
      'differences[0].part': 'disk',
      'differences[0].fields': [{ field: 'serial', from: 'OLD-1', to: 'NEW-1' }],
    });
  });

  it('keeps as many as configured, goes with the node, and is off with 0', async () => {
    bench = await Bench.start({ history: { keep: 2 } });
    const { uuid } = bench.enroll(data);
    for (let index = 0; index < 3; index++) await introspect(uuid, data);
    expect((await history(uuid)).map(({ number }) => number)).to.deep.equal([3, 2]);
    await bench.close();
    bench = await Bench.start({ history: { keep: 0 } });
    const other = bench.enroll(data);
    await introspect(other.uuid, data);
    expect(await history(other.uuid)).to.deep.equal([]);
    const { body } = await bench.request('GET', '/v1/nodes');
    expect(body['nodes']).to.have.length(1);
    expect(body).to.have.nested.include({
      'nodes[0].uuid': other.uuid,
      'nodes[0].memory_mb': 2048,
      'nodes[0].nics': 2,
    });
  });
});
