import type { IntrospectionRecord } from '../introspection/types.js';
import type { BareMetalNode, BareMetalPort, PatchOperation, ResetOptions } from '../baremetal/types.js';
import type { Json, JsonObject } from '../json/types.js';

/** What `createPorts` takes: a MAC, or a MAC with its InfiniBand client id and PXE flag. */
export type PortToCreate =
  string | { readonly mac: string; readonly clientId?: string | null; readonly pxe?: boolean };

/**
 * The node in the hands of hooks, conditions and actions.
 *
 * Reads show the node as it will be after the changes made so far. Changes of the node and of its ports are
 * collected and sent as one PATCH each at the end of the phase (hooks, rules); `flush` sends them now.
 * Creating and deleting ports and changing traits happen at once.
 */
export interface NodeHandle {
  readonly uuid: string;
  readonly record: IntrospectionRecord;
  /** Attributes of this introspection stored locally, name to values. */
  attributes(): Promise<ReadonlyMap<string, readonly string[]>>;
  options(): Promise<ReadonlyMap<string, Json>>;
  /** The node with all pending changes applied. Read once from the service, then cached. */
  node(): Promise<BareMetalNode>;
  /** Ports by lower-case MAC, pending changes applied. Read once, then cached. */
  ports(): Promise<ReadonlyMap<string, BareMetalPort>>;
  /** Queues changes of the node. Paths without leading `/` get one; a trailing `/` is dropped. */
  patch(operations: readonly PatchOperation[], options?: ResetOptions): void;
  /** Queues changes of the port with this MAC. */
  patchPort(
    mac: string,
    operations: readonly PatchOperation[],
    options?: { readonly ignoreRejection?: boolean },
  ): void;
  /** Creates ports; a MAC that belongs to another node is logged and skipped. */
  createPorts(ports: readonly PortToCreate[]): Promise<void>;
  deletePort(mac: string): Promise<void>;
  /** Queues `add /properties/<key>` for every entry. */
  updateProperties(properties: JsonObject): void;
  /** Merges into `properties.capabilities`; null removes one. Queues nothing where nothing changes. */
  updateCapabilities(capabilities: Readonly<Record<string, string | null>>): Promise<void>;
  addTrait(trait: string): Promise<void>;
  removeTrait(trait: string): Promise<void>;
  /** The value at a path such as `/properties/x` (`x` may hold further slashes), `undefined` if absent. */
  getByPath(path: string): Promise<Json | undefined>;
  /** Replaces the value at a path by `change(value)`; absent: starts from `initial`, or fails without one. */
  replaceField(path: string, change: (value: Json) => Json, initial?: Json): Promise<void>;
  /**
   * Whether an earlier try of the same work has appended a value to a list. Work is done again when a service was away in the
   * middle, and a change may have been made although its answer was lost. Ask before appending what may stand in the list
   * more than once, once for each value.
   *
   * @param place - names the list within the node, such as `/extra/tags`
   * @param list - as it is now
   */
  hasAppended(place: string, list: readonly Json[], value: Json): Promise<boolean>;
  setOption(name: string, value: Json): Promise<void>;
  addAttribute(name: string, value: string | readonly string[]): Promise<void>;
  /** Sends all collected changes now. */
  flush(): Promise<void>;
  /** Drops cached node and ports; the next read asks the service. Pending changes must be flushed before. */
  invalidateCache(): void;
}
