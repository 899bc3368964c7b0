import type { Json, JsonObject } from '../json/types.js';

/** One operation of an RFC 6902 JSON patch, the subset the bare metal service takes. */
export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  /** JSON pointer, with a leading `/`. */
  readonly path: string;
  readonly value?: Json;
}

/** A node as the bare metal service describes it, under its API's own field names. */
export interface BareMetalNode {
  readonly uuid: string;
  readonly name?: string | null;
  readonly driver?: string;
  readonly driver_info?: JsonObject;
  readonly properties?: JsonObject;
  readonly extra?: JsonObject;
  readonly provision_state?: string;
  readonly power_state?: string | null;
  readonly [field: string]: Json | undefined;
}

/** A port (network card) of a node as the bare metal service describes it. */
export interface BareMetalPort {
  readonly uuid: string;
  /** MAC address, lower case with colons: backends normalise it. */
  readonly address: string;
  readonly node_uuid?: string;
  readonly extra?: JsonObject;
  readonly pxe_enabled?: boolean;
  readonly local_link_connection?: JsonObject;
  readonly physical_network?: string | null;
  readonly [field: string]: Json | undefined;
}

/** What a port is created with. */
export interface NewPort {
  readonly node_uuid: string;
  readonly address: string;
  readonly pxe_enabled: boolean;
  readonly extra: JsonObject;
}

/** What a change of the driver does to the interfaces of a node. */
export interface ResetOptions {
  /** Whether they become the defaults of the new driver, in the same request. */
  readonly resetInterfaces?: boolean;
  /** With `resetInterfaces`: where the service is too old to reset them, the driver is changed all the same. */
  readonly resetOptional?: boolean;
}

/** Power states and actions Inspector asks for. */
export type PowerTarget = 'power off' | 'rebooting';

/** Something that Inspector does with nodes, and that the bare metal service does not permit. */
export interface RefusedRight {
  /** `change`: properties and `extra` of nodes; `power`: their power; `ports`: to create ports of nodes. */
  readonly right: 'change' | 'power' | 'ports';
  /** The words of the service. */
  readonly fault: string;
}

/**
 * The bare metal service as Inspector needs it. One plugin of the group `inspector.baremetal` provides it.
 *
 * Errors: a node that does not exist is `INSP_NODE_NOT_FOUND`; an identifier the service calls invalid is
 * `INSP_BAD_REQUEST`; no connection (after retries) is `INSP_BAREMETAL_UNREACHABLE`; any other refusal is
 * `INSP_BAREMETAL_REJECTED` with the service's own text and, as `status`-independent property, see
 * {@link BareMetalFailure}. Locked nodes (409) and 503 are retried inside, for as long as the current `Patience` allows. Any
 * other 409, such as a name that is taken, is refused at once.
 */
export interface BareMetal {
  /** Reads a node by UUID or name. With `fields`, only those are sent. */
  getNode(id: string, fields?: readonly string[]): Promise<BareMetalNode>;
  /** Lists all nodes with the given fields, all pages. Never resolves with part of a list. */
  listNodes(fields: readonly string[]): Promise<BareMetalNode[]>;
  /** The `power` verdict of the node's validation: `reason` is set where it failed. */
  validatePower(uuid: string): Promise<{ readonly ok: boolean; readonly reason?: string }>;
  /** Sets the boot device. Retried 5 times, 1 s apart, on any error. */
  setBootDevice(uuid: string, device: string, persistent: boolean): Promise<void>;
  /** Asks for a power change. `attempts` tries 1 s apart (default 1). */
  setPowerState(uuid: string, target: PowerTarget, attempts?: number): Promise<void>;
  /** Patches a node and returns the node as it is afterwards. */
  patchNode(uuid: string, patch: readonly PatchOperation[], options?: ResetOptions): Promise<BareMetalNode>;
  /** Creates a node. */
  createNode(fields: JsonObject): Promise<BareMetalNode>;
  addTrait(uuid: string, trait: string): Promise<void>;
  /** Removes a trait; one that is not there is fine. */
  removeTrait(uuid: string, trait: string): Promise<void>;
  /** All ports of a node with all fields. */
  listNodePorts(uuid: string): Promise<BareMetalPort[]>;
  /** All ports of all nodes, only `address` and `extra` (for the PXE filter): 5 attempts 1 s apart. */
  listPorts(): Promise<Pick<BareMetalPort, 'address' | 'extra'>[]>;
  /** Ports with a MAC: `uuid` and `node_uuid`. */
  findPorts(mac: string): Promise<Pick<BareMetalPort, 'uuid' | 'node_uuid' | 'address'>[]>;
  /** Creates a port; `undefined` when the MAC belongs to a port already (409). */
  createPort(port: NewPort): Promise<BareMetalPort | undefined>;
  patchPort(uuid: string, patch: readonly PatchOperation[]): Promise<BareMetalPort>;
  /** Deletes a port; one that is gone is fine. 5 attempts 1 s apart. */
  deletePort(uuid: string): Promise<void>;
  /** Which versions of its API the service offers, in a few words for people. A plugin without it does not know. */
  version?(): Promise<string>;
  /**
   * What the user of the service may not do with a node. Nothing is changed: what is asked for is impossible, and refused for that where
   * the user may. A plugin without it does not know.
   */
  refusedRights?(uuid: string): Promise<readonly RefusedRight[]>;
  /** Ends connections. */
  close?(): Promise<void>;
}

/** Property bag of a rejected bare metal call, on the `cause` of `INSP_BAREMETAL_REJECTED`. */
export interface BareMetalFailure {
  /** HTTP status the service answered with. */
  readonly httpStatus: number;
  /** The service's own text (`faultstring`). */
  readonly fault: string;
  /** true: a 409 because another operation holds the node, which passes. Any other 409 is about what was asked for. */
  readonly locked?: boolean;
}
