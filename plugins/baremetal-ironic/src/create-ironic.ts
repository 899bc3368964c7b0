import type { BareMetal, PluginLog } from '@inspector/plugin-api';
import { readTlsSettings } from '@inspector/plugin-api/openstack';
import { createAuthenticator } from './authenticator.js';
import { Nodes } from './nodes.js';
import type { IronicOptions } from './options.js';
import { Ports } from './ports.js';
import { refusedRights } from './rights.js';
import { Service } from './service.js';
import { Transport } from './transport.js';
import { waitByClock, type Wait } from './wait.js';

/**
 * Makes the client of Ironic. Nothing is sent before the first call, so Ironic may start later than Inspector.
 *
 * @param options - the validated options of the group `ironic`
 * @param wait - how to pause between attempts
 * @throws INSP_CONFIG_INVALID naming the option that is missing or wrong
 */
export function createIronic(options: IronicOptions, log: PluginLog, wait: Wait = waitByClock): BareMetal {
  const authenticator = createAuthenticator(options, wait);
  const service = new Service({
    authenticator,
    transport: new Transport(
      readTlsSettings(options, 'ironic'),
      options.timeout,
      options.maxParallelRequests,
    ),
    options,
    log,
    wait,
  });
  const nodes = new Nodes(service);
  const ports = new Ports(service);
  return {
    getNode: (id, fields) => nodes.get(id, fields),
    listNodes: (fields) => nodes.list(fields),
    validatePower: (uuid) => nodes.validatePower(uuid),
    setBootDevice: (uuid, device, persistent) => nodes.setBootDevice(uuid, device, persistent),
    setPowerState: (uuid, target, attempts = 1) => nodes.setPowerState(uuid, target, attempts),
    patchNode: (uuid, patch, reset) => nodes.patch(uuid, patch, reset),
    createNode: (fields) => nodes.create(fields),
    addTrait: (uuid, trait) => nodes.addTrait(uuid, trait),
    removeTrait: (uuid, trait) => nodes.removeTrait(uuid, trait),
    listNodePorts: (uuid) => ports.listOfNode(uuid),
    listPorts: () => ports.list(),
    findPorts: (mac) => ports.find(mac),
    createPort: (port) => ports.create(port),
    patchPort: (uuid, patch) => ports.patch(uuid, patch),
    deletePort: (uuid) => ports.delete(uuid),
    async version() {
      const { minimum, maximum } = await service.range();
      return `it offers the versions 1.${String(minimum)} to 1.${String(maximum)} of the bare metal API`;
    },
    refusedRights: (uuid) => refusedRights(service, uuid),
    async close() {
      await service.close();
      await authenticator.close?.();
    },
  };
}
