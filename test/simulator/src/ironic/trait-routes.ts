import { fault, routingFault, type Answer } from './answer.js';
import { checkUnlocked, nodeOf } from './identifiers.js';
import type { Call, Route } from './request.js';
import { needVersion } from './version.js';

const CUSTOM = /^CUSTOM_[A-Z0-9_]+$/;
/** Standard traits begin with the name of their family; the full catalogue is not needed here. */
const STANDARD = /^(HW|COMPUTE|STORAGE|MISC|OWNER)_[A-Z0-9_]+$/;

/** The traits of a node, since 1.37. */
export const traitRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/nodes/{}/traits', handle: list },
  { method: 'PUT', path: '/v1/nodes/{}/traits/{}', handle: add },
  { method: 'DELETE', path: '/v1/nodes/{}/traits/{}', handle: remove },
];

function list(call: Call): Answer {
  needVersion(call.version, 37);
  return { status: 200, body: { traits: nodeOf(call).traits } };
}

function add(call: Call): Answer {
  if (call.version < 37) throw routingFault(405, 'Method Not Allowed');
  const node = nodeOf(call);
  const trait = call.ids[1] ?? '';
  if (trait.length > 255 || !(CUSTOM.test(trait) || STANDARD.test(trait))) {
    throw fault(
      400,
      `Schema error for trait: '${trait}' is not valid under any of the given schemas. ` +
        `Possible root cause: '${trait}' does not match '^CUSTOM_[A-Z0-9_]+$'`,
    );
  }
  checkUnlocked(node);
  if (!node.traits.includes(trait)) node.traits.push(trait);
  return { status: 204, location: `/v1/nodes/${node.uuid}/traits/${trait}` };
}

function remove(call: Call): Answer {
  if (call.version < 37) throw routingFault(405, 'Method Not Allowed');
  const node = nodeOf(call);
  const trait = call.ids[1] ?? '';
  checkUnlocked(node);
  const index = node.traits.indexOf(trait);
  if (index < 0) throw fault(404, `Node ${node.uuid} doesn't have a trait '${trait}'`);
  node.traits.splice(index, 1);
  return { status: 204 };
}
