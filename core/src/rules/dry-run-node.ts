import type { BareMetalNode, BareMetalPort, Json, NodeHandle, PluginLog } from '@inspector/plugin-api';
import {
  applyPatch,
  memoryNotes,
  ServiceNodeHandle,
  type NodeChange,
  type NodeService,
} from '@inspector/plugin-api/node';

/** One change that would be made, as an explanation shows it. */
export interface RecordedChange {
  /** `node`, `port <MAC>`, `trait`, `option <name>`, `attribute <name>` or `log`. */
  readonly target: string;
  readonly op: string;
  readonly path?: string;
  readonly value?: Json;
}

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
  readonly changes: RecordedChange[];
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
  const changes: RecordedChange[] = [];
  const handle = new ServiceNodeHandle(record, {
    baremetal: readOnlyService(uuid, reads),
    records: memoryNotes(),
    log,
    onChange: (change) => changes.push(shown(change)),
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

function shown(change: NodeChange): RecordedChange {
  switch (change.kind) {
    case 'node':
      return { target: 'node', ...change.operation };
    case 'port':
      return { target: `port ${change.mac}`, ...change.operation };
    case 'port-created':
      return { target: `port ${change.mac}`, op: 'create' };
    case 'port-deleted':
      return { target: `port ${change.mac}`, op: 'delete' };
    case 'trait-added':
      return { target: 'trait', op: 'add', value: change.trait };
    case 'trait-removed':
      return { target: 'trait', op: 'remove', value: change.trait };
    case 'option':
      return { target: `option ${change.name}`, op: 'add', value: change.value };
    case 'attribute':
      return { target: `attribute ${change.name}`, op: 'add', value: [...change.values] };
  }
}
