import type { JsonObject } from '@inspector/plugin-api';
import type { UserConfig } from '@inspector/core';
import type { Fault } from '@inspector/simulator';
import { expect } from 'chai';
import { Bench, payload } from './harness.js';

type Kind = 500 | 400 | 'drop' | 'garbage' | 'hang';

const KINDS: readonly Kind[] = [500, 400, 'drop', 'garbage', 'hang'];

/** A URL in a record, and what a ramdisk is told instead of it. */
const URL = '(?:http:[^\\s,]+|<address>)';

/** What each kind of fault is called in answers and records: code, and the words for it. */
const WORDS: Readonly<Record<Kind, readonly [code: string, text: string]>> = {
  500: ['INSP_BAREMETAL_REJECTED', `Server Error for url: ${URL}, Injected failure 500\\.`],
  400: ['INSP_BAREMETAL_REJECTED', `Client Error for url: ${URL}, Injected failure 400\\.`],
  drop: ['INSP_BAREMETAL_UNREACHABLE', `The bare metal service cannot be reached: \\w+ ${URL} failed: .+`],
  garbage: ['INSP_BAREMETAL_BAD_ANSWER', `\\w+ ${URL} \\(status 20[01]\\): the answer is not JSON\\.`],
  hang: [
    'INSP_BAREMETAL_UNREACHABLE',
    `The bare metal service cannot be reached: no complete answer to \\w+ ${URL} within 0\\.3 seconds`,
  ],
};
const exactly = (text: string): RegExp => new RegExp(`^${text}$`);
const message = (body: JsonObject): string => String((body['error'] as JsonObject)['message']);

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

  const asked: [string, Fault['match']][] = [
    ['reading the node', { route: 'GET /v1/nodes/{}' }],
    ['validating power', { path: '/validate' }],
  ];
  for (const [what, match] of asked) {
    for (const kind of KINDS) {
      it(`refuses a start: ${what} (${kind})`, async () => {
        await begin();
        const { uuid } = bench.enroll(data);
        bench.ironic.fail({ match: match ?? {}, status: kind });
        const { status, body } = await bench.start(uuid);
        // Only about the name of a node can Ironic's 400 be the fault of who asked.
        const blamed = what === 'reading the node' && kind === 400;
        expect(status).to.equal(blamed ? 400 : 500);
        expect(message(body)).to.match(exactly((blamed ? `Cannot get node ${uuid}: ` : '') + WORDS[kind][1]));
        expect((await bench.request('GET', `/v1/introspection/${uuid}`)).status).to.equal(404);
        await worksAgain(uuid);
      });
    }
  }

  const POWER = 'Failed to power on the node, check its power management configuration: ';
  const prepared: [string, Fault['match'], readonly Kind[], string][] = [
    ['listing ports', { route: 'GET /v1/ports/detail' }, KINDS, ''],
    // Asked five times, a second apart.
    ['switching power on', { path: '/states/power' }, ['drop'], POWER],
  ];
  for (const [what, match, kinds, prefix] of prepared) {
    for (const kind of kinds) {
      it(`records why a start failed: ${what} (${kind})`, async () => {
        await begin();
        const { uuid } = bench.enroll(data);
        bench.ironic.fail({ match: match ?? {}, status: kind });
        expect((await bench.start(uuid)).status).to.equal(202);
        const { state, error } = await bench.finished(uuid, 10_000);
        expect(state).to.equal('error');
        expect(error).to.match(exactly(prefix + WORDS[kind][1]));
        await worksAgain(uuid);
      });
    }
  }

  for (const kind of KINDS) {
    it(`lets the ramdisk try again when the node cannot be read at a post (${kind})`, async () => {
      await begin();
      const { uuid } = bench.enroll(data);
      await bench.startAndWait(uuid);
      bench.ironic.fail({ match: { route: 'GET /v1/nodes/{}' }, status: kind });
      const { status, body } = await bench.post(data);
      expect(status).to.equal(500);
      expect(message(body)).to.match(
        exactly((kind === 400 ? 'Cannot get node <uuid>: ' : '') + WORDS[kind][1]),
      );
      expect(await bench.status(uuid)).to.include({ state: 'waiting', finished: false, error: null });
      bench.ironic.clearFaults();
      expect((await bench.post(data)).status).to.equal(200);
      expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
    });
  }

  const processing: [string, Fault['match']][] = [
    ['listing ports', { route: 'GET /v1/ports/detail' }],
    ['creating a port', { route: 'POST /v1/ports' }],
    ['updating the node', { method: 'PATCH', path: '/v1/nodes/' }],
  ];
  for (const [what, match] of processing) {
    for (const kind of KINDS) {
      it(`${kind === 400 ? 'fails the introspection' : 'keeps the node waiting'} at a post: ${what} (${kind})`, async () => {
        await begin();
        const { uuid } = bench.enroll(data);
        await bench.startAndWait(uuid);
        bench.ironic.fail({ match: match ?? {}, status: kind });
        const { status, body } = await bench.post(data);
        const [code, text] = WORDS[kind];
        expect(status).to.equal(kind === 400 ? 400 : 500);
        const prefix = kind === 400 ? '(Hook .+: )?' : `Unexpected exception ${code} during processing: `;
        expect(message(body)).to.match(exactly(prefix + text));
        expect(message(body)).to.not.match(/http:|[0-9a-f]{8}-/);
        const { error, ...record } = await bench.status(uuid);
        expect(record).to.include(
          kind === 400 ? { state: 'error', finished: true } : { state: 'waiting', finished: false },
        );
        if (kind === 400) {
          expect(error).to.match(exactly(prefix + text));
          return worksAgain(uuid);
        }
        expect(error).to.equal(null);
        bench.ironic.clearFaults();
        expect((await bench.post(data)).status).to.equal(200);
        expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
      });
    }
  }
});
