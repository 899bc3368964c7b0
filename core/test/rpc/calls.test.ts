import { currentOrigin, InspectorError, withOrigin, type WorkOrigin } from '@inspector/plugin-api';
import { expect } from 'chai';
import { Site } from './site.js';

const failureOf = (call: Promise<unknown>): Promise<InspectorError> =>
  call.then(
    () => {
      throw new Error('the call succeeded');
    },
    (error: unknown) => error as InspectorError,
  );

describe('Calls to a conductor in another process', () => {
  let site: Site;
  beforeEach(() => {
    site = new Site();
  });
  afterEach(() => site.close());

  it('bring arguments and results as they are', async () => {
    const text = '{"data": "\\u0000 \\"quoted\\" é 𝄞", "big": 18446744073709551616}';
    const given: unknown[] = [];
    await site.add({
      continue: (...all) => {
        given.push(...all);
        return Promise.resolve({ uuid: 'u' });
      },
      abort: () => Promise.resolve(),
      reapply: (...all) => {
        given.push(all.length);
        return Promise.resolve();
      },
    });
    const conductor = site.caller();
    expect(await conductor.continue(text, { address: '192.0.2.1' })).to.deep.equal({ uuid: 'u' });
    await conductor.abort('node');
    await conductor.reapply('node', undefined);
    expect(given).to.deep.equal([text, { address: '192.0.2.1' }, 1]);
  });

  it('tell the conductor which request they are made for, and by whom', async () => {
    const origins: (WorkOrigin | undefined)[] = [];
    await site.add({ abort: () => Promise.resolve(void origins.push(currentOrigin())) });
    const origin: WorkOrigin = {
      requestId: 'req-1',
      globalRequestId: 'req-2',
      actor: { userId: 'u', userName: 'alice', roles: ['admin'], method: 'keystone' },
    };
    await withOrigin(origin, () => site.caller().abort('node'));
    await site.caller().abort('node');
    expect(origins[0]).to.deep.equal(origin);
    expect(origins[1]?.requestId).to.match(/^req-/);
  });

  it('fail as the conductor failed: code, status and message', async () => {
    await site.add({
      abort: () => Promise.reject(new InspectorError('INSP_NODE_LOCKED', 'Node 1 is locked')),
      resolve: () => Promise.reject(new TypeError('x is undefined')),
    });
    const locked = await failureOf(site.caller().abort('1'));
    expect([locked.code, locked.status, locked.message]).to.deep.equal([
      'INSP_NODE_LOCKED',
      409,
      'Node 1 is locked',
    ]);
    const unexpected = await failureOf(site.caller().resolve('1'));
    expect([unexpected.name, unexpected.message]).to.deep.equal(['TypeError', 'x is undefined']);
  });

  it('say that there is no conductor', async () => {
    const error = await failureOf(site.caller().abort('1'));
    expect([error.code, error.status, error.message]).to.deep.equal([
      'INSP_NO_CONDUCTOR',
      503,
      'No available conductor service',
    ]);
    expect(site.log.join('')).to.contain('start one with `inspector conductor`');
  });

  it('go to the conductor with the least to do', async () => {
    const begun = [0, 0];
    const ends: (() => void)[] = [];
    for (const index of [0, 1]) {
      await site.add({
        abort: () => {
          begun[index] = (begun[index] ?? 0) + 1;
          return new Promise((resolve) => ends.push(resolve));
        },
      });
    }
    const conductor = site.caller();
    const calls = [1, 2, 3, 4].map((node) => conductor.abort(String(node)));
    while (ends.length < 4) await new Promise((resolve) => setImmediate(resolve));
    expect(begun).to.deep.equal([2, 2]);
    for (const end of ends) end();
    await Promise.all(calls);
  });

  it('give up when the conductor takes too long, and leave it at its work', async () => {
    let end = (): void => undefined;
    let ended = false;
    await site.add({
      abort: async () => {
        await new Promise<void>((resolve) => (end = resolve));
        ended = true;
      },
    });
    const error = await failureOf(site.caller({ rpcResponseTimeout: 0.05 }).abort('1'));
    expect([error.code, error.status]).to.deep.equal(['INSP_RPC_TIMEOUT', 504]);
    expect(error.message).to.contain('host-1').and.contain('look at the state');
    end();
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).to.equal(true);
  });

  it('refuse what is larger than a conductor reads', async () => {
    await site.add({ continue: () => Promise.resolve({ uuid: 'u' }) });
    const error = await failureOf(site.caller().continue('x'.repeat(1_000_001)));
    expect(error.code).to.equal('INSP_NO_CONDUCTOR');
    expect(site.log.join('')).to.match(/more than 1000000 bytes|UND_ERR|other side closed/);
  });

  it('name the address that is taken already', async () => {
    const { server } = await site.add({});
    const error = await failureOf(site.add({}, { port: server.port }));
    expect(error.code).to.equal('INSP_LISTEN_FAILED');
    expect(error.message).to.contain(`port ${server.port}`).and.contain('rpc.listenPort');
  });
});
