import type { BareMetalPort, NewPort, PatchOperation } from '@inspector/plugin-api';
import { failureOf, objectIn } from './answer.js';
import { PATIENT, withAttempts } from './attempts.js';
import { listAll } from './listing.js';
import { PageMemory } from './page-memory.js';
import { requireVersion } from './microversion.js';
import { check, checkDone, isRepeatable, patchBody, refusalAbout } from './nodes.js';
import type { Service } from './service.js';
import { asPort, asPortAddress, asPortOwner, normaliseMac } from './shapes.js';

/** Minor version of the API whose ports have a physical network. */
const PHYSICAL_NETWORK = 34;

/** The calls about ports. */
export class Ports {
  readonly #service: Service;
  readonly #pages = new PageMemory<Pick<BareMetalPort, 'address' | 'extra'>>();

  constructor(service: Service) {
    this.#service = service;
  }

  async listOfNode(uuid: string): Promise<BareMetalPort[]> {
    return listAll(
      this.#service,
      {
        method: 'GET',
        path: ['ports', 'detail'],
        query: { node: uuid },
        resource: 'ports',
        repeatable: true,
      },
      'ports',
      asPort,
      { refused: (answer) => refusalAbout(uuid, answer) },
    );
  }

  async list(): Promise<Pick<BareMetalPort, 'address' | 'extra'>[]> {
    return withAttempts(this.#service, PATIENT, () =>
      listAll(
        this.#service,
        {
          method: 'GET',
          path: ['ports'],
          query: { fields: 'address,extra' },
          resource: 'ports',
          repeatable: true,
        },
        'ports',
        asPortAddress,
        { memory: this.#pages },
      ),
    );
  }

  async find(mac: string): Promise<Pick<BareMetalPort, 'uuid' | 'node_uuid' | 'address'>[]> {
    return listAll(
      this.#service,
      {
        method: 'GET',
        path: ['ports'],
        query: { address: normaliseMac(mac), fields: 'uuid,node_uuid' },
        resource: 'ports',
        repeatable: true,
      },
      'ports',
      (entry, answer) => asPortOwner(entry, mac, answer),
    );
  }

  async create(port: NewPort): Promise<BareMetalPort | undefined> {
    const answer = await this.#service.call({
      method: 'POST',
      path: ['ports'],
      body: {
        node_uuid: port.node_uuid,
        address: normaliseMac(port.address),
        pxe_enabled: port.pxe_enabled,
        extra: port.extra,
      },
      resource: 'ports',
      repeatable: false,
    });
    if (answer.status === 409 && failureOf(answer).locked !== true) return undefined;
    check(answer);
    return asPort(objectIn(answer), answer);
  }

  async patch(uuid: string, patch: readonly PatchOperation[]): Promise<BareMetalPort> {
    if (patch.some(({ path }) => path === '/physical_network')) {
      requireVersion(await this.#service.range(), PHYSICAL_NETWORK, 'The physical network of a port');
    }
    const answer = await this.#service.call(
      patch.length === 0
        ? { method: 'GET', path: ['ports', uuid], resource: 'ports', repeatable: true }
        : {
            method: 'PATCH',
            path: ['ports', uuid],
            body: patchBody(patch),
            resource: 'ports',
            repeatable: isRepeatable(patch),
          },
    );
    check(answer);
    return asPort(objectIn(answer), answer);
  }

  async delete(uuid: string): Promise<void> {
    await withAttempts(this.#service, PATIENT, async () => {
      const answer = await this.#service.call({
        method: 'DELETE',
        path: ['ports', uuid],
        resource: 'ports',
        repeatable: true,
      });
      checkDone(answer, uuid);
    });
  }
}
