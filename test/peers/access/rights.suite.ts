import { createContext } from '@inspector/test-kit';
import type { BareMetal, RefusedRight } from '@inspector/plugin-api';
import { expect } from 'chai';
import definition from '../../../plugins/baremetal-ironic/src/index.js';
import { examineRights } from '../../../core/src/server/doctor/examine-rights.js';
import { startIronic, type Ironic } from '../servers/ironic.js';
import { tokenHeader, type Identity } from './identity.js';

const NEEDS = { canManageBoot: true, processing: { addPorts: 'pxe' } } as const;

/** What the doctor finds out about the rights of a user, with a real Ironic and its own policies. */
export function rightsSuite(identity: () => Identity): void {
  describe('the rights of a user of a real Ironic', function () {
    this.timeout(180_000);
    let ironic: Ironic;
    let admin: string;
    let node: string;
    const clients: BareMetal[] = [];

    before(async () => {
      const { keystone, people } = identity();
      admin = await people.token('admin', 'system');
      ironic = await startIronic({ authStrategy: 'keystone', identity: { url: keystone.url, token: admin } });
      const { uuid } = (await ask('/v1/nodes', 'POST', { driver: 'fake-hardware' })) as { uuid: string };
      node = uuid;
    });
    after(async () => {
      for (const client of clients) await client.close?.();
      await ironic?.stop();
    });

    async function ask(path: string, method = 'GET', body?: object): Promise<object> {
      const answer = await fetch(ironic.url + path, {
        method,
        headers: {
          ...tokenHeader(admin),
          ...{ 'content-type': 'application/json', 'x-openstack-ironic-api-version': '1.72' },
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as object;
    }

    /** The service, signed on as somebody with a role on the whole system. */
    async function clientOf(role: string): Promise<BareMetal> {
      const { keystone, people } = identity();
      const options = {
        ...{ authType: 'v3token', token: await people.token(role, 'system'), systemScope: 'all' },
        ...{ authUrl: keystone.url, endpointOverride: ironic.url, timeout: 20 },
      };
      const client = await definition.setup(createContext(definition, { options }));
      clients.push(client);
      return client;
    }

    it('are all there for an administrator, and nothing is changed by asking', async () => {
      const before = await ask(`/v1/nodes/${node}`);
      const client = await clientOf('admin');
      expect(await client.refusedRights?.(node)).to.deep.equal([]);
      expect(await examineRights(client, NEEDS)).to.deep.equal({
        verdict: 'ok',
        text: 'nodes and ports may be listed, nodes changed, their power set, ports created',
      });
      expect(await ask(`/v1/nodes/${node}`)).to.deep.equal(before);
      expect(await ask('/v1/ports')).to.deep.include({ ports: [] });
    });

    it('are missed by somebody who may only read', async () => {
      const client = await clientOf('reader');
      const refused: readonly RefusedRight[] = (await client.refusedRights?.(node)) ?? [];
      expect(refused.map(({ right }) => right)).to.deep.equal(['change', 'power', 'ports']);
      for (const { fault } of refused) expect(fault).to.match(/denied|forbidden/i);
      const finding = await examineRights(client, NEEDS);
      expect(finding.verdict).to.equal('fault');
      expect(finding.text).to.match(
        /^the user of the service may not change nodes, nor set the power of nodes, nor create ports: /,
      );
    });
  });
}
