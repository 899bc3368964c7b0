import type {
  BareMetal,
  BareMetalNode,
  BareMetalPort,
  Json,
  PatchOperation,
  ResetOptions,
  NodeHandle,
  PortToCreate,
  PluginLog,
} from '@inspector/plugin-api';
import { ServiceNodeHandle } from '@inspector/plugin-api/node';

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

/**
 * A node handle that writes nothing down but a list of what would be changed. Reads show the node as it would
 * be after the changes so far, as the real handle does.
 */
export class RecordingNode extends ServiceNodeHandle implements NodeHandle {
  readonly changes: RecordedChange[] = [];

  constructor(uuid: string, { readNode, listPorts }: NodeReads, log: PluginLog) {
    // Only reads can reach the service: every method that writes is overridden below.
    const reads: Pick<BareMetal, 'getNode' | 'listNodePorts'> = {
      getNode: readNode,
      listNodePorts: listPorts,
    };
    const record = {
      uuid,
      state: 'reapplying',
      startedAt: null,
      finishedAt: null,
      error: null,
      manageBoot: false,
    } as const;
    super(record, { baremetal: reads as BareMetal, records: NO_RECORDS, log });
  }

  override patch(operations: readonly PatchOperation[], options: ResetOptions = {}): void {
    for (const operation of operations) this.changes.push(change('node', operation));
    super.patch(operations, options);
  }

  override patchPort(mac: string, operations: readonly PatchOperation[]): void {
    for (const operation of operations) this.changes.push(change(`port ${mac.toLowerCase()}`, operation));
    super.patchPort(mac, operations);
  }

  override createPorts(ports: readonly PortToCreate[]): Promise<void> {
    const macs = ports.map((port) => (typeof port === 'string' ? port : port.mac).toLowerCase());
    for (const mac of macs) this.changes.push({ target: `port ${mac}`, op: 'create' });
    return Promise.resolve();
  }

  override deletePort(mac: string): Promise<void> {
    this.changes.push({ target: `port ${mac.toLowerCase()}`, op: 'delete' });
    return Promise.resolve();
  }

  override addTrait(trait: string): Promise<void> {
    this.changes.push({ target: 'trait', op: 'add', value: trait });
    return Promise.resolve();
  }

  override removeTrait(trait: string): Promise<void> {
    this.changes.push({ target: 'trait', op: 'remove', value: trait });
    return Promise.resolve();
  }

  override setOption(name: string, value: Json): Promise<void> {
    this.changes.push({ target: `option ${name}`, op: 'add', value });
    return Promise.resolve();
  }

  override addAttribute(name: string, value: string | readonly string[]): Promise<void> {
    this.changes.push({ target: `attribute ${name}`, op: 'add', value: [value].flat() });
    return Promise.resolve();
  }

  override flush(): Promise<void> {
    return Promise.resolve();
  }
}

const change = (target: string, { op, path, value }: PatchOperation): RecordedChange => ({
  target,
  op,
  path,
  ...(value === undefined ? {} : { value }),
});

const NO_RECORDS = {
  attributes: () => Promise.resolve([]),
  options: () => Promise.resolve(new Map<string, Json>()),
  setOption: () => Promise.resolve(),
  addAttributes: () => Promise.resolve(),
};
