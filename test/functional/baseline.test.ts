import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import { Bench, payload } from './harness.js';
import { storedEvents } from './stored-events.js';

interface Run extends JsonObject {
  readonly degraded: boolean | null;
  readonly deviations: {
    readonly baseline: string;
    readonly class: string | null;
    readonly parts: JsonObject[];
  } | null;
}

describe('a baseline', () => {
  let bench: Bench;
  let data: JsonObject;
  beforeEach(async () => {
    data = await payload();
  });
  afterEach(() => bench.close());

  const withDisks = (...serials: string[]): JsonObject => ({
    ...data,
    inventory: {
      ...(data['inventory'] as JsonObject),
      disks: serials.map((serial, index) => ({
        ...{ name: `/dev/sd${'ab'[index] ?? 'c'}`, serial, size: 13958643712, model: 'M' },
        ...{ by_path: `pci-${serial.slice(-1)}`, hctl: null },
      })),
    },
  });
  async function introspect(node: string, posted: JsonObject): Promise<Run> {
    await bench.startAndWait(node);
    expect((await bench.post(posted)).status).to.equal(200);
    expect(await bench.finished(node)).to.include({ state: 'finished', error: null });
    const { body } = await bench.request('GET', `/v1/introspection/${node}/history?limit=1`);
    return (body['history'] as Run[])[0] as Run;
  }
  const machineOf = async (node: string): Promise<JsonObject | undefined> =>
    ((await bench.request('GET', '/v1/nodes')).body['nodes'] as JsonObject[]).find(
      ({ uuid }) => uuid === node,
    );
  const set = async (body: object): Promise<void> => {
    expect((await bench.request('PUT', '/v1/baselines', body)).status).to.equal(200);
  };

  it('of a node has an introspection that finds another disk degraded, and names the disk', async () => {
    bench = await Bench.start();
    const { uuid } = bench.enroll(data);
    expect(await introspect(uuid, withDisks('A-1', 'B-2'))).to.include({ degraded: null, deviations: null });
    await set({ node: uuid });
    expect(await introspect(uuid, withDisks('B-2', 'A-1'))).to.include({ degraded: false });
    expect(await machineOf(uuid)).to.include({ deviations: 0 });
    const run = await introspect(uuid, withDisks('A-1', 'C-2'));
    expect(run).to.include({ degraded: true, state: 'finished', error: null });
    expect(run.deviations).to.deep.include({ baseline: 'node', class: null, count: 1 });
    expect(run.deviations?.parts[0]).to.deep.include({
      ...{ change: 'changed', part: 'disk', name: 'serial B-2' },
      fields: [{ field: 'serial', from: 'B-2', to: 'C-2' }],
    });
    expect(await machineOf(uuid)).to.include({ deviations: 1 });
    const { body } = await bench.request('GET', `/v1/introspection/${uuid}`);
    expect(body).to.not.have.any.keys('degraded', 'deviations');
  });

  it('of a class looks at sizes and models, and not at serial numbers; that of a node comes first', async () => {
    bench = await Bench.start();
    const { uuid } = bench.enroll(data, { resource_class: 'gold' });
    await introspect(uuid, withDisks('A-1', 'B-2'));
    await set({ node: uuid, class: 'gold' });
    expect(await introspect(uuid, withDisks('X-1', 'Y-2'))).to.include({ degraded: false });
    const run = await introspect(uuid, withDisks('X-1'));
    expect(run.deviations).to.deep.include({ baseline: 'class', class: 'gold', count: 1 });
    expect(run.deviations?.parts[0]).to.include({ change: 'removed', part: 'disk' });
    expect(await machineOf(uuid)).to.include({ resource_class: 'gold', deviations: 1 });
    await set({ node: uuid });
    expect(await introspect(uuid, withDisks('X-1'))).to.include({ degraded: false });
    await bench.request('DELETE', `/v1/baselines?node=${uuid}`);
    await bench.request('DELETE', '/v1/baselines?class=gold');
    await bench.restart();
    expect(await introspect(uuid, withDisks('X-1'))).to.include({ degraded: null });
  });

  it('holds for a node whose class a rule has said', async () => {
    bench = await Bench.start();
    const { uuid } = bench.enroll(data);
    const actions = [{ action: 'set-attribute', path: '/resource_class', value: 'silver' }];
    await bench.request('POST', '/v1/rules', { conditions: [], actions });
    await introspect(uuid, withDisks('A-1', 'B-2'));
    await set({ node: uuid, class: 'silver' });
    expect(await introspect(uuid, withDisks('A-1'))).to.include({ degraded: true });
  });

  it('is told of by an event that comes with the end', async () => {
    bench = await Bench.start();
    const { uuid } = bench.enroll(data);
    await introspect(uuid, withDisks('A-1'));
    await set({ node: uuid });
    await introspect(uuid, withDisks('B-1'));
    await introspect(uuid, withDisks('A-1'));
    const told = await storedEvents(bench.folder, 'introspection.degraded');
    expect(told).to.have.length(1);
    const parts = [{ change: 'changed', part: 'disk', name: 'serial A-1' }];
    expect(told[0]).to.deep.include({ baseline: 'node', deviations: 1, parts });
  });

  it('survives data that are hostile', async () => {
    bench = await Bench.start();
    const { uuid } = bench.enroll(data);
    await introspect(uuid, withDisks('A-1'));
    await set({ node: uuid });
    const inventory = data['inventory'] as JsonObject;
    const many = Array.from({ length: 3000 }, (_, index) => ({
      serial: `${'x'.repeat(900)}${index}`,
      size: index,
    }));
    const run = await introspect(uuid, { ...data, inventory: { ...inventory, disks: many } });
    expect(run.degraded).to.equal(true);
    expect(run.deviations?.parts).to.have.length(50);
  });
});
