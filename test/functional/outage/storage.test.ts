import { expect } from 'chai';
import { Bench } from '../harness.js';
import { TIMING, tryCells, type Step } from './cells.js';
import { FaultyServer, type Failing } from './faulty-server.js';
import { quickSeconds } from './quick-time.js';
import { Scene } from './scene.js';

const WAYS: Readonly<Record<string, { readonly failing: Failing; readonly times?: number }>> = {
  'is away': { failing: 'refused' },
  drops: { failing: 'dropped' },
  hangs: { failing: 'hang' },
  'fails once': { failing: 500, times: 1 },
  'is not ready three times': { failing: 503, times: 3 },
  'returns garbage': { failing: 'garbage' },
  'shows a web page': { failing: 'web page' },
};
const STEPS: readonly Step<undefined>[] = [
  { operation: 'continue', name: 'data are stored', place: undefined },
  { operation: 'reapply', name: 'data are read', place: undefined },
];

describe('an outage of the storage', () => {
  let swift: FaultyServer;
  let bench: Bench;
  let scene: Scene;
  const objects = new Map<string, string>();

  before(async () => {
    swift = await FaultyServer.start(({ method, url = '' }, body) => {
      if (method === 'GET' && url.endsWith('/auth')) {
        return { status: 200, headers: { 'x-auth-token': 't', 'x-storage-url': `${swift.url}/v1` } };
      }
      if (method === 'PUT') objects.set(url, body);
      const found = objects.get(url);
      if (method === 'PUT') return { status: 201 };
      return found === undefined ? { status: 404 } : { status: 200, body: found };
    });
    const account = { authType: 'tempauth', authUrl: `${swift.url}/auth`, username: 'a', password: 'b' };
    const times = { timeout: quickSeconds(20), retryInterval: quickSeconds(0.5) };
    bench = await Bench.start(
      { cleanUpPeriod: 1, processing: { storeData: 'swift' }, swift: { ...account, ...times } },
      {},
      undefined,
      TIMING,
    );
    scene = await Scene.of(bench);
  });
  after(async () => {
    await bench.close();
    await swift.close();
  });
  afterEach(() => swift.repair());

  tryCells({
    ways: Object.keys(WAYS),
    steps: STEPS,
    sample: 1,
    trial: (way) => ({
      scene,
      begin: () => {
        const { failing, times } = WAYS[way] ?? { failing: 'dropped' };
        return { met: swift.fail(failing, times), end: () => swift.repair() };
      },
    }),
  });

  it('is named where it returns no data for a reapply', async () => {
    const { uuid, posted } = scene.machine();
    await scene.waiting(uuid);
    await bench.post(posted);
    await scene.over(uuid);
    void swift.fail('web page');
    const { status, body } = await bench.request('POST', `/v1/introspection/${uuid}/data/unprocessed`);
    expect(status).to.equal(503);
    expect(JSON.stringify(body)).to.match(/storage .*no JSON object/);
  });
});
