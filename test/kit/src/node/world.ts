import type { BareMetal, IntrospectionRecord, Json, JsonObject, NodeHandle } from '@inspector/plugin-api';
import { memoryNotes, ServiceNodeHandle } from '@inspector/plugin-api/node';
import { createMemoryIronic, type FakeNode, type FakePort, type Fleet } from '@inspector/simulator';
import { memoryBareMetal } from './memory-baremetal.js';
import { ChangeRecord, type RecordedChanges } from './recorded-changes.js';
import { recordLog, type RecordedLog } from './recorded-log.js';

/** The node a plugin is tested with, and what surrounds it. */
export interface WorldOptions {
  /** Fields of the node over a `manageable` one without properties. */
  readonly node?: Readonly<Partial<FakeNode>>;
  /** Ports of the node: MACs, or port fields with an `address`. */
  readonly ports?: readonly (string | (Readonly<Partial<FakePort>> & { readonly address: string }))[];
  /** MACs whose ports belong to another node. */
  readonly foreignPorts?: readonly string[];
  /** Attributes stored for the introspection, name to values. */
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  /** Options stored for the introspection. */
  readonly nodeOptions?: JsonObject;
  /** Fields of the introspection record over a managed one in `processing`. */
  readonly record?: Partial<IntrospectionRecord>;
  /** Changes the bare metal service that plugin and node get, for example to let a request be refused. */
  readonly change?: (baremetal: BareMetal) => Partial<BareMetal>;
}

/** A node on introspection in a bare metal service in memory. */
export interface World {
  readonly fleet: Fleet;
  readonly baremetal: BareMetal;
  /** The handle that the service gives to plugins, over this bare metal service. */
  readonly node: NodeHandle;
  /** What was asked of the handle so far. */
  readonly changes: RecordedChanges;
  readonly log: RecordedLog;
}

/** UUID of the node unless the test gives another. */
export const NODE_UUID = '7c2b2f5e-93c1-4a52-8d13-5a3f6b0e1d10';
const FOREIGN_UUID = '0d1f4f9a-5b8e-4d0a-9a53-2f61c7f3a9b4';

/** Builds the node a plugin is tested with. */
export function createWorld(options: WorldOptions = {}): World {
  const ironic = createMemoryIronic();
  const { fleet } = ironic;
  const defaults = { uuid: NODE_UUID, provision_state: 'manageable', power_state: 'power on' };
  const { uuid } = fleet.addNode(structuredClone({ ...defaults, ...options.node }));
  for (const port of options.ports ?? []) {
    const given = typeof port === 'string' ? { address: port } : structuredClone(port);
    fleet.addPort({ ...given, node_uuid: uuid });
  }
  if (options.foreignPorts !== undefined) {
    fleet.addNode({ uuid: FOREIGN_UUID, name: 'somebody-else' });
    for (const address of options.foreignPorts) fleet.addPort({ address, node_uuid: FOREIGN_UUID });
  }
  const record: IntrospectionRecord = {
    uuid,
    state: 'processing',
    startedAt: '2031-05-06T07:08:09.010203',
    finishedAt: null,
    error: null,
    manageBoot: true,
    ...options.record,
  };
  const log = recordLog();
  const memory = memoryBareMetal(ironic);
  const baremetal = { ...memory, ...options.change?.(memory) };
  const changes = new ChangeRecord();
  const attributes = Object.entries(options.attributes ?? {}).flatMap(([name, values]) =>
    values.map((value) => ({ name, value })),
  );
  const node = new ServiceNodeHandle(record, {
    baremetal: changes.counting(baremetal),
    records: memoryNotes({
      attributes,
      options: new Map<string, Json>(Object.entries(options.nodeOptions ?? {})),
    }),
    log,
    onChange: (change) => changes.add(change),
  });
  return { fleet, baremetal, node, changes, log };
}
