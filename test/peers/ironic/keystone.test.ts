import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createContext } from '@inspector/test-kit';
import type { BareMetal, JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import definition from '../../../plugins/baremetal-ironic/src/index.js';
import { describePeer } from '../peer.js';
import { KEYSTONE_COMMANDS, startKeystone, type KeystoneServer } from '../servers/keystone.js';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';

/** Answers like Ironic whoever shows a token that Keystone knows, as its middleware does. */
async function startGuarded(
  identityUrl: string,
): Promise<{ server: Server; url: string; refusals: () => number }> {
  let refusals = 0;
  // A connection of its own each time: this Keystone closes them after each answer without saying so.
  const known = (token: string): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const headers = { 'x-auth-token': token, 'x-subject-token': token };
      get(`${identityUrl}/auth/tokens`, { headers, agent: false }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode === 200));
      }).on('error', reject);
    });
  const server = createServer((request, response) => {
    const answer = (status: number): void => {
      if (status === 401) refusals++;
      response.setHeader('x-openstack-ironic-api-maximum-version', '1.82');
      response.writeHead(status).end(JSON.stringify({ uuid: NODE }));
    };
    known(String(request.headers['x-auth-token'])).then(
      (allowed) => answer(allowed ? 200 : 401),
      () => answer(500),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, url, refusals: () => refusals };
}

describePeer('Ironic in the catalogue of a real Keystone', KEYSTONE_COMMANDS, function () {
  this.timeout(120_000);
  let keystone: KeystoneServer;
  let guarded: Awaited<ReturnType<typeof startGuarded>>;
  before(async () => {
    keystone = await startKeystone();
    guarded = await startGuarded(keystone.url);
    await keystone.addService('baremetal', 'ironic', guarded.url);
  });
  after(async () => {
    guarded?.server.closeAllConnections();
    guarded?.server.close();
    await keystone?.stop();
  });

  const user = {
    ...{ authType: 'password', username: 'ironic-inspector', password: 'inspectorpw' },
    ...{ projectName: 'service', userDomainId: 'default', projectDomainId: 'default' },
  };
  const client = async (options: JsonObject): Promise<BareMetal> =>
    definition.setup(
      createContext(definition, { options: { authUrl: keystone.url, timeout: 20, ...options } }),
    );
  const read = async (options: JsonObject): Promise<string> => {
    const ironic = await client(options);
    try {
      return (await ironic.getNode(NODE)).uuid;
    } finally {
      await ironic.close?.();
    }
  };
  const signOn = async (): Promise<{ token: string; userId: string }> => {
    const domain = { id: 'default' };
    const identity = {
      methods: ['password'],
      password: { user: { name: user.username, password: user.password, domain } },
    };
    const answer = await fetch(`${keystone.url}/auth/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ auth: { identity, scope: { project: { name: 'service', domain } } } }),
    });
    const { token } = (await answer.json()) as { token: { user: { id: string } } };
    return { token: String(answer.headers.get('x-subject-token')), userId: token.user.id };
  };

  it('is found and let in with a password', async () => {
    expect(await read({ ...user, regionName: 'RegionOne' })).to.equal(NODE);
    expect(await read({ ...user, validInterfaces: ['public'] })).to.equal(NODE);
  });

  it('lets in with a token', async () => {
    const { token } = await signOn();
    const scope = { projectName: 'service', projectDomainId: 'default' };
    expect(await read({ authType: 'v3token', token, ...scope })).to.equal(NODE);
  });

  it('lets in with an application credential, by id and by name', async () => {
    const { token, userId } = await signOn();
    const secret = 'app-secret';
    const answer = await fetch(`${keystone.url}/users/${userId}/application_credentials`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-auth-token': token },
      body: JSON.stringify({ application_credential: { name: 'inspection', secret } }),
    });
    const { application_credential: made } = (await answer.json()) as {
      application_credential: { id: string };
    };
    const common = { authType: 'v3applicationcredential', applicationCredentialSecret: secret };
    expect(await read({ ...common, applicationCredentialId: made.id })).to.equal(NODE);
    const name = {
      applicationCredentialName: 'inspection',
      username: user.username,
      userDomainId: 'default',
    };
    expect(await read({ ...common, ...name })).to.equal(NODE);
  });

  it('goes on when every token has become worthless', async () => {
    const ironic = await client(user);
    await ironic.getNode(NODE);
    await keystone.forgetTokens();
    expect((await ironic.getNode(NODE)).uuid).to.equal(NODE);
    expect(guarded.refusals()).to.equal(1);
    await ironic.close?.();
  });

  it('is not reached with a wrong password, and the error keeps it secret', async () => {
    const error: unknown = await read({ ...user, password: 'wr0ng-one' }).catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'INSP_IDENTITY_FAILED', status: 503 });
    expect((error as Error).message)
      .to.include('refused the credentials')
      .and.not.include('wr0ng-one');
  });
});
