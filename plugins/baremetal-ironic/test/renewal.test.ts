import { expect } from 'chai';
import type { Authenticator } from '../src/authenticator.js';
import { Service } from '../src/service.js';
import { Transport } from '../src/transport.js';
import { fault, ironicOptions, ScriptedIronic, silent } from './scripted-ironic.js';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';

/** Credentials that end: each renewal gives the next token, until there are none. */
function tokens(url: string, ...left: string[]): Authenticator {
  let token = left.shift();
  return {
    endpoint: async () => url,
    authenticate: async () => ({ 'x-auth-token': token ?? '' }),
    renew: async () => {
      token = left.shift();
      return token !== undefined;
    },
  };
}

describe('credentials that end while Inspector runs', () => {
  let ironic: ScriptedIronic;
  let services: Service[];
  beforeEach(async () => {
    services = [];
    ironic = await new ScriptedIronic().start();
  });
  afterEach(async () => {
    for (const service of services) await service.close();
    await ironic.stop();
  });

  async function statusWith(...left: string[]): Promise<number> {
    const service = new Service({
      authenticator: tokens(ironic.url, ...left),
      transport: new Transport({ rejectUnauthorized: true }, 10, 5),
      options: ironicOptions(ironic.url),
      log: silent,
      wait: async () => undefined,
    });
    services.push(service);
    const { status } = await service.call({
      method: 'GET',
      path: ['nodes', NODE],
      resource: 'nodes',
      repeatable: true,
    });
    return status;
  }

  const sent = () =>
    ironic.seen.filter(({ path }) => path !== '/v1/').map(({ headers }) => headers['x-auth-token']);

  it('are renewed after a refusal, and the call is made again', async () => {
    ironic.on(`GET /v1/nodes/${NODE}`, fault(401, 'expired'), { body: { uuid: NODE } });

    expect(await statusWith('old', 'new')).to.equal(200);
    expect(sent()).to.deep.equal(['old', 'new']);
  });

  it('are renewed once per call only', async () => {
    ironic.on(`GET /v1/nodes/${NODE}`, fault(401, 'expired'));

    expect(await statusWith('a', 'b', 'c')).to.equal(401);
    expect(sent()).to.deep.equal(['a', 'b']);
  });

  it('are not tried again when there are no others', async () => {
    ironic.on(`GET /v1/nodes/${NODE}`, fault(401, 'expired'));

    expect(await statusWith('only')).to.equal(401);
    expect(sent()).to.deep.equal(['only']);
  });
});
