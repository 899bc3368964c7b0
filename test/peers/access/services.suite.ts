import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInspector, type Inspector } from '@inspector/core';
import { createMachine, postAsRamdisk } from '@inspector/simulator';
import { expect } from 'chai';
import { pino } from 'pino';
import { eventually } from '../../functional/harness.js';
import { freePort } from '../free-port.js';
import { startIronic, type Ironic } from '../servers/ironic.js';
import { startSwift, type SwiftServer } from '../servers/swift.js';
import { keystoneConfig, SERVICE_USER, tokenHeader, type Identity } from './identity.js';

/** Callers, Ironic and Swift that all go by one Keystone, and an introspection for which Inspector needs each of them. */
export function servicesSuite(identity: () => Identity): void {
  describe('with Ironic and Swift in the catalogue of the same Keystone', function () {
    this.timeout(180_000);
    let folder: string;
    let ironic: Ironic;
    let swift: SwiftServer;
    let inspector: Inspector;
    let token: string;

    before(async () => {
      const { keystone, people } = identity();
      folder = await mkdtemp(join(tmpdir(), 'inspector-services-'));
      token = await people.token('admin', 'system');
      const port = await freePort();
      await forgetServices();
      await keystone.addService('object-store', 'swift', `http://127.0.0.1:${port}/v1/AUTH_%(tenant_id)s`);
      swift = await startSwift(keystone.url, port);
      const proof = { url: keystone.url, token: await people.token('admin', 'project') };
      ironic = await startIronic({ authStrategy: 'keystone', identity: proof });
      await keystone.addService('baremetal', 'ironic', ironic.url);
      // Two processors may be shared by many tests.
      const account = {
        authType: 'password',
        authUrl: keystone.url,
        ...SERVICE_USER,
        regionName: 'RegionOne',
      };
      inspector = await createInspector({
        cwd: folder,
        log: pino({ level: 'silent' }),
        upgradeDatabase: true,
        config: {
          ...keystoneConfig(identity()),
          ...{ listenPort: 0, introspectionDelay: 0, cleanUpPeriod: 0 },
          processing: { storeData: 'swift' },
          ironic: { ...account, timeout: 20, retryInterval: 0.2 },
          swift: { ...account, timeout: 20 },
        },
      });
    });
    after(async () => {
      await inspector?.close();
      await ironic?.stop();
      await swift?.stop();
      await forgetServices();
      await rm(folder, { recursive: true, force: true });
    });

    /** Takes out of the catalogue what this and other suites have put in. */
    async function forgetServices(): Promise<void> {
      const { administer } = identity().keystone;
      const { services } = (await administer('GET', 'services')) as {
        services: { id: string; type: string }[];
      };
      for (const { id, type } of services)
        if (type === 'baremetal' || type === 'object-store') await administer('DELETE', `services/${id}`);
    }

    type Body = Readonly<Record<string, unknown>>;
    const call = async (
      url: string,
      method = 'GET',
      body?: object,
    ): Promise<{ status: number; body: Body }> => {
      const answer = await fetch(url, {
        method,
        headers: {
          ...tokenHeader(token),
          ...{ 'content-type': 'application/json', 'x-openstack-ironic-api-version': '1.72' },
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
      return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Body };
    };

    it('a node is started, its data are kept in Swift, and its properties come to Ironic', async () => {
      const machine = createMachine({ index: 1, driver: 'ipmi' });
      const { body: node } = await call(`${ironic.url}/v1/nodes`, 'POST', {
        ...{ driver: 'fake-hardware', name: machine.name },
        driver_info: { ipmi_address: machine.bmcAddress },
      });
      const at = `${ironic.url}/v1/nodes/${String(node['uuid'])}`;
      await call(`${at}/states/provision`, 'PUT', { target: 'manage' });
      await eventually(
        () => call(at),
        ({ body }) => body['provision_state'] === 'manageable',
        'the node',
        60_000,
      );
      const introspection = `${inspector.url}/v1/introspection/${String(node['uuid'])}`;
      const inState = (state: string): Promise<unknown> =>
        eventually(
          () => call(introspection),
          ({ body }) => body['state'] === state || body['error'] !== null,
          state,
          60_000,
        ).then(({ body }) => expect([body['state'], body['error']]).to.deep.equal([state, null]));

      expect((await call(introspection, 'POST')).status).to.equal(202);
      await inState('waiting');
      const posted = await postAsRamdisk(JSON.stringify(machine.payload), {
        callbackUrl: `${inspector.url}/v1/continue`,
        ...{ attempts: 10, retryDelayMs: 500 },
      });
      expect(posted.status).to.equal(200);
      await inState('finished');

      const { body: kept } = await call(`${introspection}/data`);
      expect(kept['inventory']).to.deep.equal(machine.payload['inventory']);
      const { body: shown } = await call(at);
      expect(shown['properties']).to.include.keys('cpus', 'memory_mb', 'local_gb');
    });
  });
}
