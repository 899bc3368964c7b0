import type { JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import { Bench, payload } from './harness.js';

describe('a machine nobody has enrolled', () => {
  let bench: Bench;
  let data: JsonObject;
  beforeEach(async () => {
    bench = await Bench.start({
      processing: { nodeNotFoundHook: 'enroll' },
      discovery: { enrollNodeDriver: 'fake-hardware', enrollNodeFields: { resource_class: 'found' } },
    });
    data = await payload();
  });
  afterEach(() => bench.close());
  const nodes = () => [...bench.ironic.nodes.values()];

  it('is enrolled with driver, BMC address and ports, and introspected', async () => {
    const { status, body } = await bench.post(data);
    expect(status).to.equal(200);
    const [node] = nodes();
    expect(body).to.deep.equal({ uuid: node?.uuid });
    expect(await bench.finished(String(node?.uuid))).to.include({ state: 'finished', error: null });
    expect(node).to.deep.include({ driver: 'fake-hardware', resource_class: 'found' });
    expect(node?.driver_info).to.include({ ipmi_address: '192.167.2.134' });
    expect(node?.properties).to.include({ cpus: '2' });
    expect(bench.ironic.portsOf(String(node?.uuid)).map(({ address }) => address)).to.deep.equal([
      '52:54:00:4e:3d:30',
    ]);
  });

  it('is not enrolled twice, also when two posts arrive together', async () => {
    const answers = await Promise.all([
      bench.post(data),
      bench.post({ ...data, other: 1 }),
      bench.post({ ...data, other: 2 }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).to.have.lengthOf(1);
    expect(nodes()).to.have.lengthOf(1);
    await bench.finished(String(nodes()[0]?.uuid));
    const { status, body } = await bench.post({ ...data, other: 3 });
    expect(status).to.equal(400);
    expect(JSON.stringify(body)).to.include('Node not found hook failed: the machine was not enrolled');
    expect(bench.log.join('')).to.match(/Node not found hook failed: (Port|Node) .* already/);
    expect(nodes()).to.have.lengthOf(1);
  });

  it('is not enrolled when its data are faulty', async () => {
    expect((await bench.post({ ...data, error: 'disk failure' })).status).to.equal(400);
    expect(nodes()).to.have.lengthOf(0);
  });

  it('is not enrolled when Ironic refuses it', async () => {
    bench.ironic.fail({ match: { route: 'POST /v1/nodes' }, status: 400, text: 'no such driver' });
    const { status, body } = await bench.post(data);
    expect(status).to.equal(400);
    expect(JSON.stringify(body)).to.include('Node not found hook failed: the machine was not enrolled');
    const line = bench.log.find((text) => text.includes('no such driver'));
    expect(line).to.include('correct discovery.enrollNodeDriver or discovery.enrollNodeFields');
  });

  for (const kind of ['drop', 'drop-after', 503] as const) {
    it(`is enrolled once by the post that is repeated after an outage (${kind})`, async () => {
      const fault = bench.ironic.fail({ match: { route: 'POST /v1/nodes' }, status: kind });
      expect((await bench.post(data)).status).to.be.within(500, 599);
      fault.clear();
      const { status, body } = await bench.post(data);
      expect(status).to.equal(200);
      expect(nodes().map(({ uuid }) => uuid)).to.deep.equal([body['uuid']]);
      expect(await bench.finished(String(body['uuid']))).to.include({ state: 'finished', error: null });
    });
  }
});
