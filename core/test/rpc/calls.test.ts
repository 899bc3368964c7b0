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

/** How introspection is asked for. */
const BOOT = { manageBoot: true };

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
      introspect: () => Promise.resolve(),
      reapply: (...all) => {
        given.push(all.length);
        return Promise.resolve();
      },
    });
    const conductor = site.caller();
    expect(await conductor.continue(text, { address: '192.0.2.1' })).to.deep.equal({ uuid: 'u' });
    await conductor.introspect('node', BOOT);
    await conductor.reapply('node', undefined);
    expect(given).to.deep.equal([text, { address: '192.0.2.1' }, 1]);
  });

  it('tell the conductor which request they are made for, and by whom', async () => {
    const origins: (WorkOrigin | undefined)[] = [];
    await site.add({ introspect: () => Promise.resolve(void origins.push(currentOrigin())) });
    const origin: WorkOrigin = {
      requestId: 'req-1',
      globalRequestId: 'req-2',
      actor: { userId: 'u', userName: 'alice', roles: ['admin'], method: 'keystone' },
    };
    await withOrigin(origin, () => site.caller().introspect('node', BOOT));
    await site.caller().introspect('node', BOOT);
    expect(origins[0]).to.deep.equal(origin);
    expect(origins[1]?.requestId).to.match(/^req-/);
  });

  it('fail as the conductor failed: code, status and message', async () => {
    await site.add({
      introspect: () => Promise.reject(new InspectorError('INSP_NODE_LOCKED', 'Node 1 is locked')),
      resolve: () => Promise.reject(new TypeError('x is undefined')),
    });
    const locked = await failureOf(site.caller().introspect('1', BOOT));
    expect([locked.code, locked.status, locked.message]).to.deep.equal([
      'INSP_NODE_LOCKED',
      409,
      'Node 1 is locked',
    ]);
    const unexpected = await failureOf(site.caller().resolve('1'));
    expect([unexpected.name, unexpected.message]).to.deep.equal(['TypeError', 'x is undefined']);
  });

  it('say that there is no conductor', async () => {
    const error = await failureOf(site.caller().introspect('1', BOOT));
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
    let allBegun = (): void => undefined;
    const atWork = new Promise<void>((resolve) => (allBegun = resolve));
    for (const index of [0, 1]) {
      await site.add({
        introspect: () => {
          begun[index] = (begun[index] ?? 0) + 1;
          return new Promise((resolve) => {
            if (ends.push(resolve) === 4) allBegun();
          });
        },
      });
    }
    const conductor = site.caller();
    const calls = [1, 2, 3, 4].map((node) => conductor.introspect(String(node), BOOT));
    await Promise.race([atWork, Promise.all(calls)]);
    expect(begun).to.deep.equal([2, 2]);
    for (const end of ends) end();
    await Promise.all(calls);
  });

  it('that abort go to the conductor that works on the node', async () => {
    const aborted: string[] = [];
    for (const name of ['a', 'b', 'c', 'd']) {
      await site.add({
        progress: () => Promise.resolve({ held: name === 'c', step: name, queue: null }),
        abort: (node) => Promise.resolve(void aborted.push(`${name} ${node}`)),
        resolve: () => Promise.resolve('6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11'),
      });
    }
    await site.caller().abort('6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11');
    await site.caller().abort('name');
    expect(aborted).to.deep.equal(['c 6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11', 'c name']);
    expect(await site.caller().progress('x')).to.deep.equal({ held: true, step: 'c', queue: null });
  });

  it('that ask what a node waits for leave out a conductor that cannot say', async () => {
    const dead = await site.add({});
    await dead.server.close(0);
    await site.add({ progress: () => Promise.resolve({ held: false, step: null, queue: null }) });
    expect(await site.caller().progress('x')).to.deep.equal({ held: false, step: null, queue: null });
  });

  it('give up when the conductor takes too long, and leave it at its work', async () => {
    let end = (): void => undefined;
    let ended = false;
    await site.add({
      introspect: async () => {
        await new Promise<void>((resolve) => (end = resolve));
        ended = true;
      },
    });
    const error = await failureOf(site.caller({ rpcResponseTimeout: 0.05 }).introspect('1', BOOT));
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
