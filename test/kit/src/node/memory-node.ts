import {
  InspectorError,
  type BareMetal,
  type BareMetalNode,
  type BareMetalPort,
  type IntrospectionRecord,
  type Json,
  type JsonObject,
  type NodeHandle,
  type PatchOperation,
  type PortToCreate,
} from '@inspector/plugin-api';
import { mergeCapabilities } from './capabilities.js';
import { patchPath, patched } from './patched.js';
import type { RecordedLog } from './recorded-log.js';

/** Changes a plugin asked for, in the order it asked. */
export interface RecordedChanges {
  readonly node: PatchOperation[];
  readonly resetInterfaces: boolean;
  /** By lower-case MAC. */
  readonly ports: ReadonlyMap<string, readonly PatchOperation[]>;
  readonly createdPorts: readonly string[];
  readonly deletedPorts: readonly string[];
  readonly addedTraits: readonly string[];
  readonly removedTraits: readonly string[];
  /** How many PATCH requests of the node were sent. */
  readonly nodeRequests: number;
}

/** What a {@link MemoryNode} starts from. */
export interface MemoryNodeStart {
  readonly record: IntrospectionRecord;
  readonly baremetal: BareMetal;
  readonly log: RecordedLog;
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  readonly options: ReadonlyMap<string, Json>;
}

interface WaitingPort {
  readonly operations: PatchOperation[];
  ignoreRejection: boolean;
}

/** The node handle of the service, over a bare metal service in memory, with a record of what was asked. */
export class MemoryNode implements NodeHandle {
  readonly record: IntrospectionRecord;
  readonly #start: MemoryNodeStart;
  readonly #attributes: Map<string, string[]>;
  readonly #options: Map<string, Json>;
  readonly #changes = {
    node: [] as PatchOperation[],
    resetInterfaces: false,
    ports: new Map<string, PatchOperation[]>(),
    createdPorts: [] as string[],
    deletedPorts: [] as string[],
    addedTraits: [] as string[],
    removedTraits: [] as string[],
    nodeRequests: 0,
  };
  #waiting: PatchOperation[] = [];
  #waitingReset = false;
  #waitingPorts = new Map<string, WaitingPort>();

  constructor(start: MemoryNodeStart) {
    this.record = start.record;
    this.#start = start;
    this.#attributes = new Map([...start.attributes].map(([name, values]) => [name, [...values]]));
    this.#options = new Map(start.options);
  }

  get uuid(): string {
    return this.record.uuid;
  }

  /** What was asked for so far. */
  get changes(): RecordedChanges {
    return this.#changes;
  }

  async attributes(): Promise<ReadonlyMap<string, readonly string[]>> {
    return this.#attributes;
  }

  async options(): Promise<ReadonlyMap<string, Json>> {
    return this.#options;
  }

  async node(): Promise<BareMetalNode> {
    return patched(await this.#start.baremetal.getNode(this.uuid), this.#waiting);
  }

  async ports(): Promise<ReadonlyMap<string, BareMetalPort>> {
    const ports = await this.#start.baremetal.listNodePorts(this.uuid);
    return new Map(
      ports.map((port) => {
        const mac = port.address.toLowerCase();
        return [mac, patched(port, this.#waitingPorts.get(mac)?.operations ?? [])];
      }),
    );
  }

  patch(operations: readonly PatchOperation[], options: { readonly resetInterfaces?: boolean } = {}): void {
    const cleaned = operations.map((operation) => ({ ...operation, path: patchPath(operation.path) }));
    this.#waiting.push(...structuredClone(cleaned));
    this.#changes.node.push(...structuredClone(cleaned));
    this.#waitingReset ||= options.resetInterfaces ?? false;
    this.#changes.resetInterfaces ||= this.#waitingReset;
  }

  patchPort(
    mac: string,
    operations: readonly PatchOperation[],
    options: { readonly ignoreRejection?: boolean } = {},
  ): void {
    const key = mac.toLowerCase();
    const cleaned = operations.map((operation) => ({ ...operation, path: patchPath(operation.path) }));
    const waiting = this.#waitingPorts.get(key) ?? { operations: [], ignoreRejection: true };
    waiting.operations.push(...structuredClone(cleaned));
    waiting.ignoreRejection &&= options.ignoreRejection ?? false;
    this.#waitingPorts.set(key, waiting);
    this.#changes.ports.set(key, [...(this.#changes.ports.get(key) ?? []), ...structuredClone(cleaned)]);
  }

  async createPorts(ports: readonly PortToCreate[]): Promise<void> {
    const known = await this.ports();
    for (const wanted of ports) {
      const { mac, clientId = null, pxe = true } = typeof wanted === 'string' ? { mac: wanted } : wanted;
      const address = mac.toLowerCase();
      const created = known.has(address)
        ? undefined
        : await this.#start.baremetal.createPort({
            node_uuid: this.uuid,
            address,
            pxe_enabled: pxe,
            extra: clientId === null ? {} : { 'client-id': clientId },
          });
      if (created === undefined) this.#start.log.warn(`Port ${address} already exists, skipping`);
      else this.#changes.createdPorts.push(address);
    }
  }

  async deletePort(mac: string): Promise<void> {
    const key = mac.toLowerCase();
    const port = (await this.ports()).get(key);
    if (port === undefined) return;
    await this.#start.baremetal.deletePort(port.uuid);
    this.#waitingPorts.delete(key);
    this.#changes.deletedPorts.push(key);
  }

  updateProperties(properties: JsonObject): void {
    this.patch(
      Object.entries(properties).map(([name, value]) => ({ op: 'add', path: `/properties/${name}`, value })),
    );
  }

  async updateCapabilities(capabilities: Readonly<Record<string, string | null>>): Promise<void> {
    const before = (await this.getByPath('/properties/capabilities')) ?? '';
    const after = mergeCapabilities(typeof before === 'string' ? before : '', capabilities);
    if (after !== before) this.patch([{ op: 'add', path: '/properties/capabilities', value: after }]);
  }

  async addTrait(trait: string): Promise<void> {
    await this.#start.baremetal.addTrait(this.uuid, trait);
    this.#changes.addedTraits.push(trait);
  }

  async removeTrait(trait: string): Promise<void> {
    await this.#start.baremetal.removeTrait(this.uuid, trait);
    this.#changes.removedTraits.push(trait);
  }

  async getByPath(path: string): Promise<Json | undefined> {
    const [field = '', ...rest] = patchPath(path).slice(1).split('/');
    const value = own(await this.node(), field);
    return rest.length === 0 ? value : own(value, rest.join('/'));
  }

  async replaceField(path: string, change: (value: Json) => Json, initial?: Json): Promise<void> {
    const present = await this.getByPath(path);
    const before = present ?? initial;
    if (before === undefined) {
      throw new InspectorError(
        'INSP_HOOK_FAILED',
        `Node ${this.uuid} has no ${path} and no value to start from`,
      );
    }
    const after = change(structuredClone(before));
    if (present !== undefined && JSON.stringify(after) === JSON.stringify(present)) return;
    this.patch([{ op: present === undefined ? 'add' : 'replace', path, value: after }]);
  }

  async setOption(name: string, value: Json): Promise<void> {
    this.#options.set(name, value);
  }

  async addAttribute(name: string, value: string | readonly string[]): Promise<void> {
    const values = typeof value === 'string' ? [value] : value;
    const stored = name === 'mac' ? values.map((mac) => mac.toLowerCase()) : values;
    this.#attributes.set(name, [...(this.#attributes.get(name) ?? []), ...stored]);
  }

  async flush(): Promise<void> {
    const operations = this.#waiting;
    const resetInterfaces = this.#waitingReset;
    this.#waiting = [];
    this.#waitingReset = false;
    if (operations.length > 0) {
      await this.#start.baremetal.patchNode(this.uuid, operations, { resetInterfaces });
      this.#changes.nodeRequests++;
    }
    const ports = await this.ports();
    const waitingPorts = this.#waitingPorts;
    this.#waitingPorts = new Map();
    for (const [mac, waiting] of waitingPorts) await this.#flushPort(ports.get(mac), waiting);
  }

  invalidateCache(): void {
    // Nothing is cached: every read asks the service in memory.
  }

  async #flushPort(
    port: BareMetalPort | undefined,
    { operations, ignoreRejection }: WaitingPort,
  ): Promise<void> {
    if (port === undefined) return;
    try {
      await this.#start.baremetal.patchPort(port.uuid, operations);
    } catch (error) {
      if (!ignoreRejection || !InspectorError.is(error) || error.code !== 'INSP_BAREMETAL_REJECTED')
        throw error;
      this.#start.log.warn(`Port ${port.address} was not updated: ${error.message}`);
    }
  }
}

function own(value: unknown, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
    return undefined;
  return (value as JsonObject)[name];
}
