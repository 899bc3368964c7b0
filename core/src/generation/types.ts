import type { BareMetalNode, BareMetalPort, JsonObject } from '@inspector/plugin-api';
import type { InventoryDocument } from '@inspector/plugin-api/inventory';
import type { GenerationReport } from '../reports/generation-report.js';

/** One node as generation finds it. */
export interface GenerationSource {
  readonly uuid: string;
  /** The name in the bare metal service. */
  readonly name: string | null;
  /** State of the introspection record. */
  readonly state: string;
  readonly finishedAt: string | null;
  /** Processed introspection data; absent: there are none. */
  readonly data?: JsonObject;
  /** What the bare metal service says; absent: nothing. */
  readonly node?: BareMetalNode;
  readonly ports?: readonly Pick<BareMetalPort, 'physical_network'>[];
}

/** Groups by a value of every host, as `keyed_groups` of Ansible. */
export interface KeyedGroup {
  /** Field whose value names the group; a list names several, an object `key` + separator + value. */
  readonly key: string;
  /** In front of the value. */
  readonly prefix: string;
  readonly separator: string;
  /** Group that has these groups as children. */
  readonly parentGroup?: string;
}

/** A group of the hosts for which a condition holds. */
export interface ConditionGroup {
  readonly name: string;
  holds(subject: GenerationSubject): boolean;
}

/** What fields are looked up in. */
export interface GenerationSubject {
  /** What the inventory says of the host, names without prefix. */
  readonly facts: JsonObject;
  /** The processed data. */
  readonly data: JsonObject;
  readonly node: JsonObject;
}

/** Where the address comes from that Ansible connects to. */
export type AddressSource = 'none' | 'bootIp' | 'name';

/** Where names of hosts come from whose nodes have none. */
export type NameSource = 'serial' | 'lldp' | 'hostname';

/** How an inventory is generated. */
export interface GenerationOptions {
  /** In front of every variable that generation owns: `inspector_`. */
  readonly prefix: string;
  readonly ansibleHost: AddressSource;
  /** With `name`: what follows the name of the host, such as `.example.org`. */
  readonly domain: string;
  /** Take hosts of others that have an address of the node. */
  readonly adopt: boolean;
  readonly nameFrom: readonly NameSource[];
  readonly keyedGroups: readonly KeyedGroup[];
  readonly groups: readonly ConditionGroup[];
  /** Fields by the names of variables that are made of them. */
  readonly compose: Readonly<Record<string, string>>;
}

/** A group that a host is to be in. */
export interface WantedGroup {
  readonly name: string;
  readonly parent?: string;
}

/** One node, with all that becomes of it but its name. */
export interface DescribedNode {
  readonly uuid: string;
  readonly name: string | null;
  /** Whether host and variables are written; otherwise the host, if there is one, stays as it is. */
  readonly isIncluded: boolean;
  /** State of the introspection record. */
  readonly state: string;
  /** Variables without prefix, safe for templates. */
  readonly facts: JsonObject;
  /** Variables that options name, safe for templates. */
  readonly composed: JsonObject;
  readonly groups: readonly WantedGroup[];
  /** Names to try when the node has none, the best first. */
  readonly names: readonly string[];
  /** Addresses by which a host of somebody else is recognised. */
  readonly addresses: readonly string[];
  /** The address it booted with. */
  readonly bootIp?: string;
  /** What could not be made of the node, a sentence each. */
  readonly notes: readonly string[];
}

/** An inventory that was generated. */
export interface Generated {
  readonly inventory: InventoryDocument;
  readonly report: GenerationReport;
}
