import { expect } from 'chai';
import { startFakeIronic, type FakeIronic } from '../../src/index.js';
import { asking } from './asking.js';

const UUID = '5d1b6ad4-0d1c-4b2b-8f4e-6a0b8a4d7e41';

describe('fake Ironic: injected faults and the request log', () => {
  let fake: FakeIronic;
  let ask: ReturnType<typeof asking>;

  beforeEach(async () => {
    fake = await startFakeIronic();
    ask = asking(fake);
    fake.addNode({ uuid: UUID });
  });
  afterEach(() => fake.close());

  const failure = async (path: string, init: RequestInit = {}): Promise<string> => {
    try {
      const response = await fetch(fake.url + path, init);
      await response.json();
      return `answered ${response.status}`;
    } catch (error) {
      return (error as Error).name;
    }
  };

  it('answers 409 as often as told, then works', async () => {
    const fault = fake.fail({ match: { method: 'PATCH' }, times: 2, status: 409 });
    const patch = [{ op: 'add', path: '/extra/x', value: 1 }];
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) statuses.push((await ask('PATCH', `/v1/nodes/${UUID}`, patch)).status);
    expect(statuses).to.deep.equal([409, 409, 200]);
    expect(fault.hits).to.equal(2);
  });

  it('does nothing when it answers a fault', async () => {
    fake.fail({ status: 503, times: 1 });
    const reply = await ask('POST', '/v1/nodes', { driver: 'ipmi' });
    expect(reply.status).to.equal(503);
    expect(reply.fault).to.contain('lack of free conductor workers');
    expect(fake.nodes).to.have.lengthOf(1);
  });

  it('hits only requests that fit', async () => {
    fake.fail({ match: { route: 'GET /v1/nodes/{}/validate', node: UUID }, status: 500, text: 'no luck' });
    expect((await ask('GET', `/v1/nodes/${UUID}`)).status).to.equal(200);
    expect(await ask('GET', `/v1/nodes/${UUID}/validate`)).to.include({ status: 500, fault: 'no luck' });
    fake.clearFaults();
    expect((await ask('GET', `/v1/nodes/${UUID}/validate`)).status).to.equal(200);
  });

  it('drops connections without doing what was asked', async () => {
    fake.fail({ status: 'drop', times: 1, match: ({ method }) => method === 'DELETE' });
    expect(await failure(`/v1/nodes/${UUID}`, { method: 'DELETE' })).to.equal('TypeError');
    expect(fake.nodes).to.have.lengthOf(1);
  });

  it('loses the answer of what was done', async () => {
    fake.fail({ status: 'drop-after', times: 1 });
    expect(await failure(`/v1/nodes/${UUID}`, { method: 'DELETE' })).to.equal('TypeError');
    expect(fake.nodes).to.have.lengthOf(0);
  });

  it('hangs until the client gives up', async () => {
    fake.fail({ status: 'hang', match: { path: '/v1/nodes' } });
    expect(await failure('/v1/nodes', { signal: AbortSignal.timeout(30) })).to.equal('TimeoutError');
  });

  it('answers slowly', async () => {
    fake.fail({ status: 'slow', delayMs: 60, times: 1 });
    const before = performance.now();
    expect((await ask('GET', '/v1/nodes')).status).to.equal(200);
    expect(performance.now() - before).to.be.at.least(55);
  });

  for (const end of ['release', 'clear'] as const) {
    it(`holds requests until the ${end}, and none after it`, async () => {
      const gate = fake.fail({ status: 'held', match: { method: 'DELETE' } });
      const held = ask('DELETE', `/v1/nodes/${UUID}`);
      await gate.arrived;
      expect((await ask('GET', '/v1/nodes')).status).to.equal(200);
      expect(fake.nodes).to.have.lengthOf(1);
      gate[end]();
      expect((await held).status).to.equal(204);
      expect(fake.nodes).to.have.lengthOf(0);
      expect((await ask('DELETE', `/v1/nodes/${UUID}`)).status).to.equal(404);
    });
  }

  it('lets held requests go when all faults are cleared', async () => {
    const gate = fake.fail({ status: 'held' });
    const held = ask('GET', '/v1/nodes');
    await gate.arrived;
    fake.clearFaults();
    expect((await held).status).to.equal(200);
  });

  it('sends half of the JSON', async () => {
    fake.fail({ status: 'garbage', times: 1 });
    expect(await failure('/v1/nodes')).to.equal('SyntaxError');
    fake.fail({ status: 'truncate', times: 1 });
    expect(await failure('/v1/nodes')).to.equal('TypeError');
    expect(await failure('/v1/nodes')).to.equal('answered 200');
  });

  it('logs what was asked, about which node, and what became of it', async () => {
    fake.addPort({ node_uuid: UUID, address: '52:54:00:00:00:01' });
    fake.clearRequests();
    await ask('GET', `/v1/nodes/${UUID}?fields=uuid`);
    await ask('GET', '/v1/ports?address=52:54:00:00:00:01');
    await ask('POST', '/v1/ports', { node_uuid: UUID, address: '52:54:00:00:00:02' });
    await ask('GET', '/v1/nodes/nobody');
    expect(fake.requests.map(({ route, node, status }) => [route, node, status])).to.deep.equal([
      ['GET /v1/nodes/{}', UUID, 200],
      ['GET /v1/ports', UUID, 200],
      ['POST /v1/ports', UUID, 201],
      ['GET /v1/nodes/{}', 'nobody', 404],
    ]);
    expect(fake.requestsMatching({ node: UUID, method: 'GET' })).to.have.lengthOf(2);
    expect(fake.requests[0]?.path).to.equal(`/v1/nodes/${UUID}?fields=uuid`);
  });

  it('closes at once with requests still open', async () => {
    fake.fail({ status: 'hang' });
    const open = failure('/v1/nodes');
    while (fake.requests.length === 0) await new Promise(setImmediate);
    const before = performance.now();
    await fake.close();
    expect(performance.now() - before).to.be.below(500);
    expect(await open).to.equal('TypeError');
    fake = await startFakeIronic();
  });
});
