import type { JsonObject, UserConfig } from '@inspector/core';
import type { Fault } from '@inspector/simulator';
import { expect } from 'chai';
import { Bench, payload } from './harness.js';

const KINDS: Fault['status'][] = [500, 400, 'drop', 'garbage', 'hang'];

describe('an Ironic that fails', () => {
  let bench: Bench;
  let data: JsonObject;
  const unhandled: unknown[] = [];
  const note = (error: unknown) => void unhandled.push(error);

  before(async () => {
    process.on('unhandledRejection', note);
    data = await payload();
  });
  after(() => process.off('unhandledRejection', note));
  const begin = async (config: UserConfig = {}) => {
    bench = await Bench.start({
      ...config,
      ironic: { timeout: 0.3, maxRetries: 0, connectRetries: 0, ...(config['ironic'] as object) },
    });
  };
  afterEach(async () => {
    await bench.close();
    expect(unhandled).to.deep.equal([]);
  });

  /** Nothing is left behind: the node goes through a whole introspection. */
  const worksAgain = async (uuid: string) => {
    bench.ironic.clearFaults();
    await bench.startAndWait(uuid);
    expect((await bench.post(data)).status).to.equal(200);
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
  };

  const starting: [string, Fault['match'], readonly Fault['status'][], string][] = [
    ['reading the node', { route: 'GET /v1/nodes/{}' }, KINDS, 'refused'],
    ['validating power', { path: '/validate' }, KINDS, 'refused'],
    ['listing ports', { route: 'GET /v1/ports/detail' }, KINDS, 'recorded'],
    // Asked five times, a second apart.
    ['switching power on', { path: '/states/power' }, ['drop'], 'recorded'],
  ];
  for (const [what, match, kinds, outcome] of starting) {
    for (const status of kinds) {
      it(`is ${outcome} at a start: ${what} (${status})`, async () => {
        await begin();
        const { uuid } = bench.enroll(data);
        bench.ironic.fail({ match: match ?? {}, status });
        const answer = await bench.start(uuid);
        if (outcome === 'refused') {
          expect(answer.status).to.be.oneOf([400, 500]);
          expect((await bench.request('GET', `/v1/introspection/${uuid}`)).status).to.equal(404);
        } else {
          expect(answer.status).to.equal(202);
          const end = await bench.finished(uuid, 10_000);
          expect(end.state).to.equal('error');
          expect(end.error).to.match(/\w+ \w+/);
        }
        await worksAgain(uuid);
      });
    }
  }

  const processing: [string, Fault['match'], string][] = [
    ['reading the node', { route: 'GET /v1/nodes/{}' }, 'waiting'],
    ['listing ports', { route: 'GET /v1/ports/detail' }, 'error'],
    ['creating a port', { route: 'POST /v1/ports' }, 'error'],
    ['updating the node', { method: 'PATCH', path: '/v1/nodes/' }, 'error'],
  ];
  for (const [what, match, state] of processing) {
    for (const status of KINDS) {
      it(`leaves the record in a state to go on from at a post: ${what} (${status})`, async () => {
        await begin();
        const { uuid } = bench.enroll(data);
        await bench.startAndWait(uuid);
        bench.ironic.fail({ match: match ?? {}, status });
        const answer = await bench.post(data);
        if (answer.status === 200) {
          await bench.finished(uuid);
        } else {
          expect(answer.status).to.be.oneOf([400, 500]);
          expect(await bench.status(uuid)).to.include({ state });
        }
        await worksAgain(uuid);
      });
    }
  }
});
