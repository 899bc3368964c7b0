import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import { Bench, eventually, payload } from './harness.js';

const MAC = '52:54:00:4e:3d:30';

describe('posts that are refused before anybody looks for a node', () => {
  let bench: Bench | undefined;
  let data: JsonObject;
  before(async () => {
    data = await payload();
  });
  afterEach(async () => {
    await bench?.close();
    bench = undefined;
  });
  const serve = async (config: Parameters<typeof Bench.start>[0]): Promise<Bench> =>
    (bench = await Bench.start(config));
  const unmatched = async (from: Bench): Promise<JsonObject[]> =>
    (await from.request('GET', '/v1/unmatched')).body['unmatched'] as JsonObject[];
  const kept = async (from: Bench): Promise<JsonObject> => {
    const [first = {}, ...others] = await eventually(
      () => unmatched(from),
      (list) => list.length > 0,
      'the list',
    );
    expect(others).to.deep.equal([]);
    return first;
  };

  it('say why to whoever asks for the MAC address: the callback URL lacks the secret', async () => {
    const service = await serve({ processing: { callbackSecret: 'a-long-secret-of-the-callback' } });
    const { uuid } = service.enroll(data);
    await service.startAndWait(uuid);
    expect((await service.post(data)).status).to.equal(403);
    const machine = await kept(service);
    expect(machine).to.include({ address: '127.0.0.1', posts: 1, nearest: null });
    expect(machine['macs']).to.include(MAC);
    for (const asked of [MAC, uuid]) {
      const { body } = await service.request('GET', `/v1/introspection/${asked}/diagnosis`);
      const [first] = body['findings'] as JsonObject[];
      expect(first).to.include({ code: 'WHY_POST_REFUSED' });
      expect(first?.['evidence']).to.match(/The address that the data were sent to has no secret/);
    }
  });

  it('are kept by their sender where nothing of them can be read', async () => {
    const service = await serve({ limits: { dataBytes: 1024 } });
    expect((await service.post(`{"macs": ["${MAC}"], "x": "${'x'.repeat(3000)}"}`)).status).to.equal(413);
    const machine = await kept(service);
    expect(machine).to.deep.include({ address: '127.0.0.1', macs: [], nearest: null });
    expect(machine['reason']).to.match(/larger than \d+ bytes/);
  });

  it('are kept, too, when they are no JSON', async () => {
    const service = await serve({});
    expect((await service.post('{"macs": [')).status).to.equal(400);
    expect(await kept(service)).to.deep.include({ address: '127.0.0.1', macs: [] });
  });

  it('are kept with the addresses of a machine that has too many network cards', async () => {
    const service = await serve({ limits: { interfaces: 1 } });
    expect((await service.post(data)).status).to.be.within(400, 413);
    const machine = await kept(service);
    expect(machine['macs']).to.include(MAC);
    expect(machine['reason']).to.match(/limits\.interfaces allows 1/);
  });
});
