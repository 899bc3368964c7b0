import type { FakeIronic } from '../ironic/server.js';
import type { FakeNode } from '../ironic/node-model.js';
import type { Machine } from './machine.js';

/**
 * Adds a machine's node and ports to a fake Ironic.
 *
 * @param fields fields of the node over those of a `manageable`, powered off one
 */
export function enroll(
  ironic: FakeIronic,
  machine: Machine,
  fields: Readonly<Partial<FakeNode>> = {},
): FakeNode {
  const node = ironic.addNode({ ...machine.node, ...fields });
  for (const port of machine.ports) ironic.addPort(port);
  return node;
}
