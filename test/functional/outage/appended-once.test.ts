import type { JsonObject } from '@inspector/plugin-api';
import type { FakeNode, RequestMatcher } from '@inspector/simulator';
import { expect } from 'chai';
import { Bench, payload } from '../harness.js';
import { quickSeconds } from './quick-time.js';

const TIMING = { patience: quickSeconds(25), keptPostsInterval: quickSeconds(10) };
const ironic = { timeout: quickSeconds(20), connectRetryDelay: quickSeconds(0.5) };

const rule = (...actions: readonly object[]): object => ({ conditions: [], actions });
const extend = (value: string): object => ({ action: 'extend-attribute', path: '/extra/seen', value });

describe('a rule that appends to a list when the answer of Ironic is lost', () => {
  let bench: Bench;
  let data: JsonObject;
  let node: FakeNode;

  beforeEach(async () => {
    data = await payload();
    bench = await Bench.start({ cleanUpPeriod: 1, ironic }, {}, undefined, TIMING);
    node = bench.enroll(data, { extra: { seen: ['once', 'long ago'] } });
    await bench.startAndWait(node.uuid);
  });
  afterEach(() => bench.close());

  const create = async (...actions: readonly object[]): Promise<void> => {
    expect((await bench.request('POST', '/v1/rules', rule(...actions))).status).to.equal(201);
  };
  /** Changes are made and their answers get lost; those of hooks are the first of the node, and pass. */
  const loseAnswers = (route: string, pass: number): ReturnType<Bench['ironic']['fail']> => {
    let come = 0;
    const match: RequestMatcher = (request) => request.route === route && ++come > pass;
    return bench.ironic.fail({ match, status: 'drop-after' });
  };
  const seen = (): unknown => bench.ironic.node(node.uuid)?.extra['seen'];

  it('appends once, also what was in the list before and what comes twice', async () => {
    await create(extend('once'), extend('twice'), extend('twice'));
    const fault = loseAnswers('PATCH /v1/nodes/{}', 1);
    expect((await bench.post(data)).status).to.equal(500);
    expect(seen()).to.deep.equal(['once', 'long ago', 'once', 'twice', 'twice']);
    fault.clear();
    expect(await bench.finished(node.uuid)).to.include({ state: 'finished', error: null });
    expect(seen()).to.deep.equal(['once', 'long ago', 'once', 'twice', 'twice']);
  });

  it('appends once although the service is started again meanwhile', async () => {
    await create(extend('twice'), extend('twice'));
    const fault = loseAnswers('PATCH /v1/nodes/{}', 1);
    expect((await bench.post(data)).status).to.equal(500);
    await bench.restart(async () => fault.clear());
    expect(await bench.finished(node.uuid)).to.include({ state: 'finished', error: null });
    expect(seen()).to.deep.equal(['once', 'long ago', 'twice', 'twice']);
  });

  it('appends once to a port', async () => {
    const [port] = [...bench.ironic.ports.values()];
    const place = { port_id: port?.address, path: '/extra/seen' };
    await create({ action: 'extend-port-attribute', ...place, value: 'here' });
    const fault = loseAnswers('PATCH /v1/ports/{}', 0);
    expect((await bench.post(data)).status).to.equal(500);
    fault.clear();
    expect(await bench.finished(node.uuid)).to.include({ state: 'finished', error: null });
    const { extra } = bench.ironic.ports.get(port?.uuid ?? '') ?? {};
    expect(extra).to.deep.include({ seen: ['here'] });
  });

  it('appends again with the next introspection, and when data are reapplied', async () => {
    await create(extend('again'));
    await bench.post(data);
    await bench.finished(node.uuid);
    await bench.request('POST', `/v1/introspection/${node.uuid}/data/unprocessed`);
    await bench.until(node.uuid, ({ state }) => state === 'finished');
    await bench.startAndWait(node.uuid);
    await bench.post(data);
    await bench.finished(node.uuid);
    expect(seen()).to.deep.equal(['once', 'long ago', 'again', 'again', 'again']);
  });
});
