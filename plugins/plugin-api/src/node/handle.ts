import type {
  BareMetal,
  BareMetalNode,
  BareMetalPort,
  PatchOperation,
  ResetOptions,
} from '../baremetal/types.js';
import { copyJson } from '../json/copy-json.js';
import type { Json, JsonObject } from '../json/types.js';
import { writeJson } from '../json/write-json.js';
import { InspectorError } from '../errors/inspector-error.js';
import type { PluginLog } from '../contract/context.js';
import { AppendedLists } from './appended.js';
import { mergeCapabilities } from './capabilities.js';
import type { NodeChange } from './change.js';
import { applyPatch, normalisePath } from './json-pointer.js';
import { NodeChanges } from './node-changes.js';
import { PortChanges, sendApart, sendTogether } from './port-changes.js';
import { isRefusal, type ExplainRefusal } from './refusal.js';
import type { IntrospectionRecord, LookupAttribute } from '../introspection/types.js';
import type { NodeHandle, PortToCreate } from './types.js';

/** What is kept of an introspection beside its record. */
export interface IntrospectionNotes {
  attributes(uuid: string): Promise<LookupAttribute[]>;
  /** Adds attributes, those already present excepted. */
  addAttributes(uuid: string, attributes: readonly LookupAttribute[]): Promise<void>;
  options(uuid: string): Promise<Map<string, Json>>;
  setOption(uuid: string, name: string, value: Json): Promise<void>;
}

/** What a handle needs of the bare metal service. */
export type NodeService = Pick<
  BareMetal,
  | 'getNode'
  | 'patchNode'
  | 'addTrait'
  | 'removeTrait'
  | 'listNodePorts'
  | 'createPort'
  | 'patchPort'
  | 'deletePort'
>;

/** What a handle works with. */
export interface HandleServices {
  readonly baremetal: NodeService;
  readonly records: IntrospectionNotes;
  readonly log: PluginLog;
  /**
   * Gets every change that is asked for, those that are sent at once after they were made.
   *
   * @param by - who asked for it, where the handle is one user's own
   */
  readonly onChange?: (change: NodeChange, by?: string) => void;
}

/** What has to be allowed before each effect; an AbortSignal is one. */
export type Permission = Pick<AbortSignal, 'throwIfAborted'>;

/** What a handle may be given besides. */
export interface HandleOptions {
  /** The node, where it was read already. */
  readonly node?: BareMetalNode | undefined;
  /** Asked before each change and each request; default: everything is allowed. */
  readonly permission?: Permission;
  /** Whose changes these are, for the case that the service refuses one; default: it is told in its own words. */
  readonly explain?: ExplainRefusal | undefined;
  /** Who asks for the changes. */
  readonly by?: string | undefined;
}

const ALWAYS: Permission = { throwIfAborted: () => undefined };

/** What the handles of one node share: what was read of it, and what is to be sent. */
class HandleState {
  readonly pending = new NodeChanges();
  readonly portChanges = new PortChanges();
  readonly appended: AppendedLists;
  node: BareMetalNode | undefined;
  ports: Map<string, BareMetalPort> | undefined;

  constructor(uuid: string, records: IntrospectionNotes) {
    this.appended = new AppendedLists({
      options: () => records.options(uuid),
      setOption: (name, value) => records.setOption(uuid, name, value),
    });
  }
}

/**
 * The {@link NodeHandle}: each of node and ports is read at most once, and written once per flush. The service, dry runs
 * and the test kit use this one class; they give it other services to work with.
 */
export class ServiceNodeHandle implements NodeHandle {
  private state: HandleState;
  private readonly permission: Permission;
  private readonly explain: ExplainRefusal | undefined;
  private readonly by: string | undefined;

  constructor(
    readonly record: IntrospectionRecord,
    private readonly services: HandleServices,
    { node, permission = ALWAYS, explain, by }: HandleOptions = {},
  ) {
    this.state = new HandleState(record.uuid, services.records);
    this.state.node = node;
    this.permission = permission;
    this.explain = explain;
    this.by = by;
  }

  /**
   * The same node for a user whose permission ends earlier: pending changes and what was read are shared. After the end
   * every use of it throws what the permission throws, also in the middle of a call.
   *
   * @param explain - words for a refusal of its changes
   * @param by - who it is
   */
  within(
    permission: Permission,
    explain: ExplainRefusal | undefined = this.explain,
    by: string | undefined = this.by,
  ): ServiceNodeHandle {
    const narrower = new ServiceNodeHandle(this.record, this.services, { permission, explain, by });
    narrower.state = this.state;
    return narrower;
  }

  /** The same node for one user, who is named where the service refuses one of its changes when they are sent. */
  onBehalfOf(explain: ExplainRefusal, by?: string): ServiceNodeHandle {
    return this.within(this.permission, explain, by);
  }

  get uuid(): string {
    return this.record.uuid;
  }

  /** UUID and, where it has one, name: for lines of the log. */
  private get called(): string {
    const { uuid, name } = this.record;
    return typeof name === 'string' ? `${uuid} (${name})` : uuid;
  }

  private get baremetal(): NodeService {
    this.permission.throwIfAborted();
    return this.services.baremetal;
  }

  private get records(): IntrospectionNotes {
    this.permission.throwIfAborted();
    return this.services.records;
  }

  async attributes(): Promise<ReadonlyMap<string, readonly string[]>> {
    const grouped = new Map<string, string[]>();
    for (const { name, value } of await this.records.attributes(this.uuid)) {
      grouped.set(name, [...(grouped.get(name) ?? []), value]);
    }
    return grouped;
  }

  async options(): Promise<ReadonlyMap<string, Json>> {
    return this.records.options(this.uuid);
  }

  async node(): Promise<BareMetalNode> {
    if (!this.state.node) {
      const fetched = await this.baremetal.getNode(this.uuid);
      this.state.node = applyPatch(fetched, this.state.pending.all);
    }
    return this.state.node;
  }

  /** The node as far as it was read, with the changes that are asked for; undefined: nobody has read it. */
  get seen(): BareMetalNode | undefined {
    return this.state.node;
  }

  async ports(): Promise<ReadonlyMap<string, BareMetalPort>> {
    return this.portMap();
  }

  patch(operations: readonly PatchOperation[], options: ResetOptions = {}): void {
    this.permission.throwIfAborted();
    const cleaned = operations.map((operation) => ({ ...operation, path: normalisePath(operation.path) }));
    this.state.pending.add(cleaned, options, this.explain);
    const { resetInterfaces = false } = options;
    for (const operation of cleaned) this.tell({ kind: 'node', operation, resetInterfaces });
    if (this.state.node) this.state.node = applyPatch(this.state.node, cleaned);
  }

  patchPort(
    mac: string,
    operations: readonly PatchOperation[],
    options: { readonly ignoreRejection?: boolean } = {},
  ): void {
    this.permission.throwIfAborted();
    const key = mac.toLowerCase();
    const cleaned = operations.map((operation) => ({ ...operation, path: normalisePath(operation.path) }));
    this.state.portChanges.add(key, {
      operations: cleaned,
      ignoreRejection: options.ignoreRejection ?? false,
      explain: this.explain,
    });
    for (const operation of cleaned) this.tell({ kind: 'port', mac: key, operation });
    const port = this.state.ports?.get(key);
    if (port) this.state.ports?.set(key, applyPatch(port, cleaned));
  }

  async createPorts(ports: readonly PortToCreate[]): Promise<void> {
    const known = await this.portMap();
    for (const wanted of ports) {
      const { mac, clientId = null, pxe = true } = typeof wanted === 'string' ? { mac: wanted } : wanted;
      const address = mac.toLowerCase();
      if (known.has(address)) {
        this.services.log.warn(`Port ${address} already exists on node ${this.called}, skipping`);
        continue;
      }
      const created = await this.baremetal.createPort({
        node_uuid: this.uuid,
        address,
        pxe_enabled: pxe,
        extra: clientId === null ? {} : { 'client-id': clientId },
      });
      if (!created) {
        this.portBelongsElsewhere(address);
        continue;
      }
      known.set(address, created);
      this.tell({ kind: 'port-created', mac: address });
    }
  }

  async deletePort(mac: string): Promise<void> {
    const key = mac.toLowerCase();
    const ports = await this.portMap();
    const port = ports.get(key);
    if (!port) return;
    await this.baremetal.deletePort(port.uuid);
    ports.delete(key);
    this.state.portChanges.take(key);
    this.tell({ kind: 'port-deleted', mac: key });
  }

  updateProperties(properties: JsonObject): void {
    this.patch(
      Object.entries(properties).map(([name, value]) => ({ op: 'add', path: `/properties/${name}`, value })),
    );
  }

  async updateCapabilities(capabilities: Readonly<Record<string, string | null>>): Promise<void> {
    const present = (await this.node()).properties?.['capabilities'];
    const merged = mergeCapabilities(present, capabilities);
    if (merged === (present ?? '')) return;
    this.patch([{ op: 'add', path: '/properties/capabilities', value: merged }]);
  }

  async addTrait(trait: string): Promise<void> {
    await this.baremetal.addTrait(this.uuid, trait);
    this.tell({ kind: 'trait-added', trait });
  }

  async removeTrait(trait: string): Promise<void> {
    await this.baremetal.removeTrait(this.uuid, trait);
    this.tell({ kind: 'trait-removed', trait });
  }

  async getByPath(path: string): Promise<Json | undefined> {
    const [field = '', ...rest] = normalisePath(path).slice(1).split('/');
    const node = await this.node();
    const value = Object.hasOwn(node, field) ? node[field] : undefined;
    if (rest.length === 0) return value;
    const key = rest.join('/');
    const within = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
    return Object.hasOwn(within, key) ? within[key] : undefined;
  }

  async replaceField(path: string, change: (value: Json) => Json, initial?: Json): Promise<void> {
    const present = await this.getByPath(path);
    if (present === undefined && initial === undefined) {
      throw new InspectorError(
        'INSP_HOOK_FAILED',
        `Node ${this.uuid} has no ${path} and there is no value to start from`,
      );
    }
    const before = present ?? initial ?? null;
    const after = change(copyJson(before));
    if (present !== undefined && writeJson(after) === writeJson(before)) return;
    this.patch([{ op: present === undefined ? 'add' : 'replace', path, value: after }]);
  }

  async hasAppended(place: string, list: readonly Json[], value: Json): Promise<boolean> {
    this.permission.throwIfAborted();
    return this.state.appended.has(place, list, value);
  }

  async setOption(name: string, value: Json): Promise<void> {
    await this.records.setOption(this.uuid, name, value);
    this.tell({ kind: 'option', name, value });
  }

  async addAttribute(name: string, value: string | readonly string[]): Promise<void> {
    const given = typeof value === 'string' ? [value] : value;
    const values = name === 'mac' ? given.map((mac) => mac.toLowerCase()) : given;
    await this.records.addAttributes(
      this.uuid,
      values.map((one) => ({ name, value: one })),
    );
    this.tell({ kind: 'attribute', name, values });
  }

  async flush(): Promise<void> {
    this.permission.throwIfAborted();
    await this.flushNode();
    await this.flushPorts();
  }

  invalidateCache(): void {
    this.state.node = undefined;
    this.state.ports = undefined;
  }

  private async flushNode(): Promise<void> {
    const sent = await this.state.pending.send((operations, reset) =>
      this.baremetal.patchNode(this.uuid, operations, reset),
    );
    if (sent !== undefined) this.state.node = sent;
  }

  private async flushPorts(): Promise<void> {
    const { portChanges } = this.state;
    for (const mac of portChanges.macs) {
      this.permission.throwIfAborted();
      const changes = portChanges.take(mac);
      const ports = await this.portMap();
      const port = ports.get(mac);
      if (!port) continue;
      const send = (operations: readonly PatchOperation[]): Promise<BareMetalPort> =>
        this.baremetal.patchPort(port.uuid, operations);
      try {
        ports.set(mac, await sendTogether(changes, send));
      } catch (error) {
        if (!isRefusal(error)) throw error;
        this.state.ports = undefined;
        await sendApart(changes, error, send, ({ message }) =>
          this.services.log.warn(`Port ${port.address} of node ${this.called} was not updated: ${message}`),
        );
      }
    }
  }

  private async portMap(): Promise<Map<string, BareMetalPort>> {
    if (!this.state.ports) {
      const ports = await this.baremetal.listNodePorts(this.uuid);
      this.state.ports = new Map(
        ports.map((port) => {
          const mac = port.address.toLowerCase();
          return [mac, applyPatch(port, this.state.portChanges.of(mac))];
        }),
      );
    }
    return this.state.ports;
  }

  private tell(change: NodeChange): void {
    this.services.onChange?.(change, this.by);
  }

  private portBelongsElsewhere(address: string): void {
    this.services.log.warn(
      `Port ${address} already exists on another node, not created for node ${this.called}`,
    );
  }
}
