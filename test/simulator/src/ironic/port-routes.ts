import { isObject, type Json } from '../json.js';
import { fault, type Answer } from './answer.js';
import { checkUnlocked, isMac, isUuid, nodeOf, portOf } from './identifiers.js';
import { chosenFields, knownParameters, page, present, type Presentation } from './listing.js';
import { applyPatch, checkPatch } from './patch.js';
import { checkLocalLink, checkPhysicalNetwork, flag } from './port-checks.js';
import {
  CREATABLE_PORT_FIELDS,
  PATCHABLE_PORT_FIELDS,
  SHORT_PORT_FIELDS,
  newPort,
  portFieldVisible,
  type FakePort,
} from './port-model.js';
import { pythonText } from './python-text.js';
import type { Call, Route } from './request.js';
import { needVersion } from './version.js';

const SAMPLE = newPort({ address: '', node_uuid: '' });
const LIST_PARAMETERS = ['limit', 'marker', 'sort_key', 'sort_dir', 'node', 'node_uuid', 'address'];

/** How ports are shown. */
export const portPresentation: Presentation<FakePort> = {
  collection: 'ports',
  singular: 'Port',
  shortFields: SHORT_PORT_FIELDS,
  children: {},
  visible: portFieldVisible,
  shown: (_field, value) => value,
  unknownFields: (fields) => `Field(s) "${fields.join(', ')}" are not valid`,
  sample: () => SAMPLE,
};

/** Reading, creating, changing and deleting ports. */
export const portRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/ports', handle: (call) => list(call, false) },
  { method: 'GET', path: '/v1/ports/detail', handle: (call) => list(call, true) },
  { method: 'GET', path: '/v1/nodes/{}/ports', handle: listOfNode },
  { method: 'POST', path: '/v1/ports', handle: create },
  { method: 'GET', path: '/v1/ports/{}', handle: read },
  { method: 'PATCH', path: '/v1/ports/{}', handle: patch },
  { method: 'DELETE', path: '/v1/ports/{}', handle: remove },
];

function list(call: Call, detail: boolean): Answer {
  knownParameters(call, detail ? LIST_PARAMETERS : [...LIST_PARAMETERS, 'fields']);
  const fields = detail ? undefined : (chosenFields(call, portPresentation) ?? SHORT_PORT_FIELDS);
  const path = detail ? 'ports/detail' : 'ports';
  return { status: 200, body: page(call, portPresentation, selected(call), path, fields) };
}

function listOfNode(call: Call): Answer {
  const node = nodeOf(call);
  const fields = chosenFields(call, portPresentation) ?? SHORT_PORT_FIELDS;
  const ports = call.fleet.portsOf(node.uuid);
  return { status: 200, body: page(call, portPresentation, ports, `nodes/${node.uuid}/ports`, fields) };
}

function selected(call: Call): Iterable<FakePort> {
  const address = call.query.get('address');
  if (address !== null) {
    if (!isMac(address)) throw fault(400, `Expected valid MAC address for address: ${address}`);
    const port = call.fleet.findPort(address);
    return port === undefined ? [] : [port];
  }
  const node = call.query.get('node') ?? call.query.get('node_uuid');
  return node === null ? call.fleet.ports.values() : call.fleet.portsOf(nodeOf(call, node).uuid);
}

function read(call: Call): Answer {
  return {
    status: 200,
    body: present(call, portPresentation, portOf(call), chosenFields(call, portPresentation)),
  };
}

function create(call: Call): Answer {
  const given = call.body;
  if (!isObject(given))
    throw fault(400, `Schema error for port: ${pythonText(given)} is not of type 'object'`);
  for (const field of ['address', 'node_uuid']) {
    if (given[field] === undefined)
      throw fault(400, `Schema error for port: '${field}' is a required property`);
  }
  const unknown = Object.keys(given).find((field) => !CREATABLE_PORT_FIELDS.includes(field));
  if (unknown !== undefined) {
    throw fault(
      400,
      `Schema error for port: Additional properties are not allowed ('${unknown}' was unexpected)`,
    );
  }
  const hidden = Object.keys(given).some((field) => !portFieldVisible(field, call.version));
  if (hidden) needVersion(call.version, Infinity);
  const nodeUuid = String(given['node_uuid']);
  if (!isUuid(nodeUuid) || !call.fleet.nodes.has(nodeUuid)) {
    throw fault(400, `Node ${nodeUuid} could not be found.`);
  }
  const { portgroup_uuid: group = null } = given;
  if (group !== null) throw fault(400, `Portgroup ${pythonText(group)} could not be found.`);
  const port = newPort({ ...given, node_uuid: nodeUuid, address: String(given['address']).toLowerCase() });
  checkPort(port, 'port');
  checkUnlocked(nodeOf(call, nodeUuid));
  const added = call.fleet.addPort(port);
  return { status: 201, body: present(call, portPresentation, added), location: `/v1/ports/${added.uuid}` };
}

function patch(call: Call): Answer {
  const port = portOf(call);
  const operations = checkPatch(call.body, PATCHABLE_PORT_FIELDS);
  if (operations.some(({ path }) => !portFieldVisible(path.split('/')[1] ?? '', call.version))) {
    needVersion(call.version, Infinity);
  }
  const changed = structuredClone(port);
  applyPatch(changed, operations);
  if (!Object.hasOwn(changed, 'node_uuid')) throw fault(500, "'node_uuid'");
  for (const field of ['extra', 'local_link_connection', 'physical_network', 'pxe_enabled', 'is_smartnic']) {
    const value: Json | undefined = changed[field];
    if (value === undefined) changed[field] = structuredClone(SAMPLE[field] ?? null);
  }
  checkPort(changed, 'patch');
  changed.address = changed.address.toLowerCase();
  checkUnlocked(nodeOf(call, port.node_uuid));
  call.fleet.checkAddress(changed.address, port.uuid);
  changed['updated_at'] = new Date().toISOString().replace('Z', '000+00:00');
  call.fleet.updatePort(changed);
  return { status: 200, body: present(call, portPresentation, changed) };
}

function remove(call: Call): Answer {
  const port = portOf(call);
  checkUnlocked(nodeOf(call, port.node_uuid));
  call.fleet.removePort(port.uuid);
  return { status: 204 };
}

function checkPort(port: FakePort, what: 'port' | 'patch'): void {
  if (!isMac(String(port.address)))
    throw fault(400, `Expected valid MAC address for address: ${String(port.address)}`);
  const extra: Json = port.extra;
  if (!isObject(extra)) {
    if (extra !== null)
      throw fault(400, `Schema error for ${what}: ${pythonText(extra)} is not of type 'object', 'null'`);
    port.extra = {};
  }
  port.pxe_enabled = flag('pxe_enabled', port.pxe_enabled);
  checkLocalLink(port.local_link_connection);
  checkPhysicalNetwork(port.physical_network, what);
}
