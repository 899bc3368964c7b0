import type { BareMetalNode, BareMetalPort, NodeHandle, PluginLog } from '@inspector/plugin-api';
import { applyPatch, memoryNotes, ServiceNodeHandle, type NodeService } from '@inspector/plugin-api/node';
import { type ShownChange, shownChange } from '../node/shown-change.js';

/** Reads of the bare metal service a dry run may do. */
export interface NodeReads {
  readNode(uuid: string): Promise<BareMetalNode>;
  listPorts(uuid: string): Promise<BareMetalPort[]>;
}

/** The node of a dry run. */
export interface DryRunNode {
  /** The handle of an introspection over a bare metal service that keeps every change to itself. */
  readonly handle: NodeHandle;
  /** What would have been changed since this list was last emptied. */
  readonly changes: ShownChange[];
}

/** Makes the node of a dry run: only reads reach the bare metal service, and nothing reaches the database. */
export function dryRunNode(uuid: string, reads: NodeReads, log: PluginLog): DryRunNode {
  const record = {
    uuid,
    state: 'reapplying',
    startedAt: null,
    finishedAt: null,
    error: null,
    manageBoot: false,
  } as const;
  const changes: ShownChange[] = [];
  const handle = new ServiceNodeHandle(record, {
    baremetal: readOnlyService(uuid, reads),
    records: memoryNotes(),
    log,
    onChange: (change) => changes.push(shownChange(change)),
  });
  return { handle, changes };
}

/** Reads node and ports once and makes all changes in what was read. */
function readOnlyService(uuid: string, { readNode, listPorts }: NodeReads): NodeService {
  let node: BareMetalNode | undefined;
  let ports: Map<string, BareMetalPort> | undefined;
  const currentNode = async (): Promise<BareMetalNode> => (node ??= await readNode(uuid));
  const currentPorts = async (): Promise<Map<string, BareMetalPort>> =>
    (ports ??= new Map((await listPorts(uuid)).map((port) => [port.uuid, port])));
  return {
    getNode: currentNode,
    patchNode: async (_uuid, patch) => (node = applyPatch(await currentNode(), patch)),
    addTrait: () => Promise.resolve(),
    removeTrait: () => Promise.resolve(),
    listNodePorts: async () => [...(await currentPorts()).values()],
    async createPort(fields) {
      const port: BareMetalPort = { ...fields, uuid: `created for ${fields.address}` };
      (await currentPorts()).set(port.uuid, port);
      return port;
    },
    async patchPort(id, patch) {
      const known = await currentPorts();
      const port = applyPatch(known.get(id) ?? { uuid: id, address: '' }, patch);
      known.set(id, port);
      return port;
    },
    async deletePort(id) {
      (await currentPorts()).delete(id);
    },
  };
}
