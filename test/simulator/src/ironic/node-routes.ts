import { isObject, type Json, type JsonObject } from '../json.js';
import { fault, type Answer } from './answer.js';
import { checkUnlocked, isNodeName, isUuid, nodeOf } from './identifiers.js';
import { chosenFields, knownParameters, page, present, type Presentation } from './listing.js';
import {
  CREATABLE_NODE_FIELDS,
  PATCHABLE_NODE_FIELDS,
  SHORT_NODE_FIELDS,
  defaultInterfaces,
  newNode,
  nodeFieldVisible,
  shownNodeValue,
  type FakeNode,
} from './node-model.js';
import { applyPatch, checkPatch } from './patch.js';
import { pythonText } from './python-text.js';
import type { Call, Route } from './request.js';
import { needVersion } from './version.js';

const SAMPLE = newNode({});
const LIST_PARAMETERS = ['limit', 'marker', 'sort_key', 'sort_dir', 'fields'];
const FILTERS = ['provision_state', 'driver', 'maintenance', 'resource_class', 'instance_uuid'];
/** Fields that must be objects or null; null stores an empty one. */
const OBJECT_FIELDS = ['driver_info', 'extra', 'instance_info', 'network_data', 'properties'];
/** Properties the service checks, from its error text. */
const COUNTED_PROPERTIES = ['cpus', 'memory_mb', 'local_gb'];

/** How nodes are shown. */
export const nodePresentation: Presentation<FakeNode> = {
  collection: 'nodes',
  singular: 'Node',
  shortFields: SHORT_NODE_FIELDS,
  children: { ports: 1, states: 14, portgroups: 24, volume: 32 },
  visible: nodeFieldVisible,
  shown: shownNodeValue,
  unknownFields: (fields) => `Field ${fields[0] ?? ''} is not a valid field.`,
  sample: () => SAMPLE,
};

/** Reading, creating, changing and deleting nodes. */
export const nodeRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/nodes', handle: (call) => list(call, false) },
  { method: 'GET', path: '/v1/nodes/detail', handle: (call) => list(call, true) },
  { method: 'POST', path: '/v1/nodes', handle: create },
  { method: 'GET', path: '/v1/nodes/{}', handle: read },
  { method: 'PATCH', path: '/v1/nodes/{}', handle: patch },
  { method: 'DELETE', path: '/v1/nodes/{}', handle: remove },
];

function list(call: Call, detail: boolean): Answer {
  knownParameters(call, [...LIST_PARAMETERS, ...FILTERS]);
  if (call.query.has('fields')) needVersion(call.version, 8);
  const fields = detail ? undefined : (chosenFields(call, nodePresentation) ?? SHORT_NODE_FIELDS);
  const filters = FILTERS.filter((name) => call.query.has(name));
  const matches = (node: FakeNode): boolean =>
    filters.every((name) => String(node[name]).toLowerCase() === call.query.get(name)?.toLowerCase());
  const nodes = [...call.fleet.nodes.values()].filter(matches);
  const path = detail ? 'nodes/detail' : 'nodes';
  return { status: 200, body: page(call, nodePresentation, nodes, path, fields) };
}

function read(call: Call): Answer {
  if (call.query.has('fields')) needVersion(call.version, 8);
  const fields = chosenFields(call, nodePresentation);
  return { status: 200, body: present(call, nodePresentation, nodeOf(call), fields) };
}

function create(call: Call): Answer {
  const given = call.body;
  if (!isObject(given))
    throw fault(400, `Schema error for node: ${pythonText(given)} is not of type 'object'`);
  const unknown = Object.keys(given).find((field) => !CREATABLE_NODE_FIELDS.includes(field));
  if (unknown !== undefined) {
    throw fault(
      400,
      `Schema error for node: Additional properties are not allowed ('${unknown}' was unexpected)`,
    );
  }
  if (given['driver'] === undefined)
    throw fault(400, "Schema error for node: 'driver' is a required property");
  const uuid = given['uuid'];
  if (uuid !== undefined && (typeof uuid !== 'string' || !isUuid(uuid))) {
    throw fault(400, `Schema error for node: ${pythonText(uuid)} is not a valid UUID`);
  }
  const candidate = newNode(given as Partial<FakeNode>);
  candidate.provision_state = call.version >= 11 ? 'enroll' : 'available';
  checkNode(call, candidate, 'node');
  const node = call.fleet.addNode(candidate);
  return { status: 201, body: present(call, nodePresentation, node), location: `/v1/nodes/${node.uuid}` };
}

function patch(call: Call): Answer {
  const resetInterfaces = call.query.get('reset_interfaces')?.toLowerCase() === 'true';
  if (call.query.has('reset_interfaces')) needVersion(call.version, 45);
  const node = nodeOf(call);
  const operations = checkPatch(call.body, PATCHABLE_NODE_FIELDS);
  const touches = (field: string): boolean =>
    operations.some(({ path }) => path === `/${field}` || path.startsWith(`/${field}/`));
  if (resetInterfaces && !touches('driver')) {
    throw fault(400, "The reset_interfaces parameter can only be used when changing the node's driver.");
  }
  const changed = structuredClone(node);
  applyPatch(changed, operations);
  restoreRemoved(changed);
  checkNode(call, changed, 'patch');
  checkUnlocked(node);
  if (touches('name')) call.fleet.checkName(changed.name, node.uuid);
  if (resetInterfaces) Object.assign(changed, defaultInterfaces());
  changed['updated_at'] = new Date().toISOString().replace('Z', '000+00:00');
  // The same object stays in the fleet, so that references tests hold go on showing the present state.
  Object.assign(node, changed);
  return { status: 200, body: present(call, nodePresentation, node) };
}

function remove(call: Call): Answer {
  const node = nodeOf(call);
  checkUnlocked(node);
  call.fleet.removeNode(node.uuid);
  return { status: 204 };
}

/** A removed top-level field goes back to its default; objects become empty. */
function restoreRemoved(node: JsonObject): void {
  for (const field of PATCHABLE_NODE_FIELDS) {
    if (field === 'driver') continue;
    if (node[field] === undefined) node[field] = structuredClone(SAMPLE[field] ?? null);
    if (node[field] === null && OBJECT_FIELDS.includes(field)) node[field] = {};
  }
}

function checkNode(call: Call, node: FakeNode, what: 'node' | 'patch'): void {
  const fields: JsonObject = node;
  const driver: Json | undefined = fields['driver'];
  if (driver === undefined) throw fault(400, `Schema error for ${what}: 'driver' is a required property`);
  for (const field of OBJECT_FIELDS) {
    const value = fields[field] ?? null;
    if (value !== null && !isObject(value)) {
      throw fault(400, `Schema error for ${what}: ${pythonText(value)} is not of type 'object', 'null'`);
    }
  }
  const name: Json = fields['name'] ?? null;
  if (name !== null && (typeof name !== 'string' || !isNodeName(name) || isUuid(name))) {
    throw fault(400, `Node ${node.uuid}: Cannot change name to invalid name ${pythonText(name)}`);
  }
  if (typeof driver !== 'string' || !call.drivers.includes(driver)) {
    throw fault(
      400,
      `No valid host was found. Reason: No conductor service registered which supports driver ${pythonTextOf(driver)} ` +
        'for conductor group "".',
    );
  }
  const wrong = COUNTED_PROPERTIES.filter((key) => !isCount(node.properties[key]));
  if (wrong.length === 0) return;
  const values = wrong.map((key) => `${key}=${pythonTextOf(node.properties[key] ?? null)}`).join(', ');
  throw fault(
    400,
    `The following properties for node ${node.uuid} should be non-negative integers, but provided values are: ${values}`,
  );
}

/** Absent, a whole number, or a text of digits. */
function isCount(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0;
  return typeof value === 'string' && /^\d+$/.test(value.trim());
}

function pythonTextOf(value: Json): string {
  return typeof value === 'string' ? value : pythonText(value);
}
