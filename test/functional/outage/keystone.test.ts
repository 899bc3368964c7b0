import { Bench } from '../harness.js';
import { CLIENT, TIMING, tryCells } from './cells.js';
import { FaultyServer, type Failing } from './faulty-server.js';
import type { Outage } from './operations.js';
import { Scene } from './scene.js';
import { STEPS, type OfNode } from './steps.js';

const WAYS: Readonly<Record<string, { readonly failing: Failing; readonly times?: number }>> = {
  'is away': { failing: 'refused' },
  drops: { failing: 'dropped' },
  hangs: { failing: 'hang' },
  'fails once': { failing: 500, times: 1 },
  'is not ready three times': { failing: 503, times: 3 },
  'returns garbage': { failing: 'garbage' },
};

describe('an outage of Keystone, when a token is needed in the middle', () => {
  let keystone: FaultyServer;
  let bench: Bench;
  let scene: Scene;

  before(async () => {
    let tokens = 0;
    keystone = await FaultyServer.start(() => {
      const now = Date.now();
      const token = {
        issued_at: new Date(now).toISOString(),
        expires_at: new Date(now + 3_600_000).toISOString(),
        catalog: [],
      };
      tokens += 1;
      const headers = { 'x-subject-token': `token-${String(tokens)}` };
      return { status: 201, headers, body: JSON.stringify({ token }) };
    });
    const account = { authType: 'password', authUrl: keystone.url, username: 'i', password: 'p' };
    bench = await Bench.start({ cleanUpPeriod: 1, ironic: { ...CLIENT, ...account } }, {}, undefined, TIMING);
    scene = await Scene.of(bench);
  });
  after(async () => {
    await bench.close();
    await keystone.close();
  });
  afterEach(async () => {
    bench.ironic.clearFaults();
    await keystone.repair();
  });

  /** Ironic takes the token for expired in a step, so that another one is needed. */
  async function begin(way: string, place: OfNode, uuid: string): Promise<Outage> {
    const { failing, times } = WAYS[way] ?? { failing: 'dropped' };
    if (failing === 'refused') await keystone.fail(failing);
    else void keystone.fail(failing, times);
    const expired = bench.ironic.fail({ match: place(uuid), status: 401, times: 1 });
    return {
      met: expired.arrived,
      async end() {
        expired.clear();
        await keystone.repair();
      },
    };
  }

  tryCells({
    ways: Object.keys(WAYS),
    steps: STEPS,
    sample: 2,
    trial: (way, place) => ({ scene, begin: (uuid) => begin(way, place, uuid) }),
  });
});
