import { fault, routingFault } from './answer.js';
import type { FakeNode } from './node-model.js';
import type { FakePort } from './port-model.js';
import type { Call } from './request.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MAC = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i;
/** Names are host names, which here also may hold `_` and `~`. */
const NAME = /^[A-Za-z0-9~._-]{1,255}$/;

/** Whether a text is a UUID with dashes. */
export const isUuid = (text: string): boolean => UUID.test(text);
/** Whether a text is a MAC with colons. */
export const isMac = (text: string): boolean => MAC.test(text);
/** Whether a text may be the name of a node. */
export const isNodeName = (text: string): boolean => NAME.test(text);

/** The node a path names by UUID or name: 400 for what can be neither, 404 if there is none. */
export function nodeOf(call: Call, id = call.ids[0] ?? ''): FakeNode {
  if (!isUuid(id) && !isNodeName(id)) {
    throw routingFault(400, 'Bad Request', `Expected UUID or name for node: ${id}`);
  }
  const byName = call.version >= 5 || isUuid(id);
  const node = byName ? call.fleet.findNode(id) : undefined;
  if (node === undefined) throw fault(404, `Node ${id} could not be found.`);
  return node;
}

/** The port a path names by UUID. */
export function portOf(call: Call): FakePort {
  const id = call.ids[0] ?? '';
  if (!isUuid(id)) throw fault(400, `Expected UUID for port_uuid: ${id}`);
  const port = call.fleet.ports.get(id.toLowerCase());
  if (port === undefined) throw fault(404, `Port ${id} could not be found.`);
  return port;
}

/** Refuses changes of a node that something else holds: 409. */
export function checkUnlocked(node: FakeNode): void {
  if (node.reservation === null) return;
  throw fault(
    409,
    `Node ${node.uuid} is locked by host ${node.reservation}, please retry after the current operation is completed.`,
  );
}
