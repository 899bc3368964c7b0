/** JSON as it travels. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** A link in an answer. */
export interface Link {
  readonly rel: 'self';
  readonly href: string;
}

/** The states of an introspection. */
export type IntrospectionState =
  'starting' | 'waiting' | 'processing' | 'finished' | 'error' | 'reapplying' | 'enrolling' | 'aborting';

/** How the introspection of a node stands. Times are UTC without time zone, e.g. `2031-02-03T04:05:06.789012`. */
export interface Introspection {
  readonly uuid: string;
  /** The name of the node when the bare metal service was asked last; absent: none, or not known. */
  readonly name?: string;
  readonly state: IntrospectionState;
  /** Whether it is over, well or not. */
  readonly finished: boolean;
  /** Why it failed; null while it goes on and after success. */
  readonly error: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** What the work on the node waits for; only in the status of one node, while it waits. */
  readonly step?: string;
  /** Its place among the nodes that wait to be rebooted; 1 is the next. */
  readonly queue?: { readonly position: number; readonly length: number };
  readonly links: readonly Link[];
}

/** What a list request selects. */
export interface ListOptions {
  /** Most introspections in one answer. Default: as many as the server gives. */
  readonly limit?: number;
  /** UUID of the last node of the page before. */
  readonly marker?: string;
  readonly states?: readonly IntrospectionState[];
}

/** A version of the API. */
export interface ApiVersion {
  readonly id: string;
  readonly status: 'CURRENT';
  readonly links: readonly Link[];
}

/** A first part of a path below `/v1`. */
export interface Resource {
  readonly name: string;
  readonly links: readonly Link[];
}

/** A condition of a rule; further members are parameters of the operator. */
export interface RuleCondition {
  readonly op: string;
  readonly field: string;
  readonly multiple?: 'any' | 'all' | 'first';
  readonly invert?: boolean;
  readonly [parameter: string]: Json | undefined;
}

/** An action of a rule; further members are its parameters. */
export interface RuleAction {
  readonly action: string;
  readonly [parameter: string]: Json | undefined;
}

/** A rule to create. */
export interface NewRule {
  /** Absent, empty or null: the service makes one. */
  readonly uuid?: string | null;
  readonly description?: string | null;
  /** Only for nodes whose `properties.inspection_scope` is this. Default: all nodes. */
  readonly scope?: string | null;
  readonly conditions?: readonly RuleCondition[];
  readonly actions: readonly RuleAction[];
  /** Rules of higher priority run first. Default: 0. */
  readonly priority?: number;
  /** true: conditions and actions are never shown again. */
  readonly sensitive?: boolean;
}

/** A rule in a list. */
export interface RuleSummary {
  readonly uuid: string;
  readonly description: string | null;
  readonly scope: string | null;
  readonly links: readonly Link[];
}

/** A whole rule. */
export interface Rule extends RuleSummary {
  /** `null` for a sensitive rule. */
  readonly conditions:
    readonly (RuleCondition & { readonly multiple: string; readonly invert: boolean })[] | null;
  /** `null` for a sensitive rule. */
  readonly actions: readonly RuleAction[] | null;
  /** Only where it is not 0. */
  readonly priority?: number;
  /** Only where it is true. */
  readonly sensitive?: boolean;
}

/** How one hook of the latest introspection of a node went. */
export interface HookResult {
  readonly hook: string;
  readonly outcome: 'ok' | 'degraded' | 'failed' | 'skipped';
  readonly milliseconds: number;
  readonly message: string | null;
}

/** An installed plugin and what became of it. */
export interface Plugin {
  /** Name in the configuration; the id of the package when it offers nothing. */
  readonly name: string;
  /** Group of entry points; null when it cannot be told. */
  readonly group: string | null;
  /** null: the name of the package does not say it. */
  readonly kind:
    'storage' | 'hook' | 'rule' | 'pxe-filter' | 'baremetal' | 'coordination' | 'inventory' | null;
  readonly package: string;
  readonly version: string;
  /** `denied`: the configuration leaves its package out. `disabled`: it failed where nobody catches it, and is not used any more until the next start. */
  readonly state: 'enabled' | 'available' | 'broken' | 'disabled' | 'denied';
  /** Why it is broken or cannot be enabled, and the last line is the repair; or the last error that it let escape. */
  readonly reason?: string;
  /** Code of that error. */
  readonly code?: string;
  /** Errors in timers, events and promises without await since the start; absent: none. */
  readonly faults?: number;
}

/** How the PXE filter stands. Times are ISO 8601. */
export interface PxeFilter {
  readonly driver: string;
  readonly state: 'uninitialized' | 'initialized';
  /** Seconds between periodic synchronisations; 0: none. */
  readonly sync_period: number;
  readonly deny_unknown_macs: boolean;
  /** The latest complete synchronisation; null: none yet. */
  readonly last_sync: {
    readonly started_at: string;
    readonly seconds: number;
    readonly changes: number;
    readonly allowed: number;
    readonly denied: number;
    readonly unknown: 'allow' | 'deny';
  } | null;
  /** The latest failure, kept until a synchronisation succeeds. */
  readonly last_failure: { readonly at: string; readonly message: string } | null;
  /** What was seen of the DHCP server. */
  readonly dhcp_server: {
    /** Whether it goes by what the filter has set. `no`: it does not work or goes by something older; `unknown`: not seen. */
    readonly follows: 'yes' | 'no' | 'unknown';
    readonly reason: string;
  };
  /** What the machine asked about gets, and why. */
  readonly mac?: FilteredMachine;
  /** What the machines of the node asked about get, and why. */
  readonly node?: {
    readonly uuid: string;
    readonly name: string | null;
    /** One for each port with a MAC. */
    readonly machines: readonly FilteredMachine[];
  };
}

/** What the PXE filter does with a machine. */
export interface FilteredMachine {
  readonly address: string;
  /** What the machine should get; null: nothing has been synchronised yet. */
  readonly verdict: 'allow' | 'deny' | null;
  readonly reason: string;
  /** What the machine gets, measured. `unlisted`: nothing is said about it; `unknown`: it could not be looked at. */
  readonly system: 'allow' | 'deny' | 'unlisted' | 'unknown';
  /** What was looked at, or why it could not be. */
  readonly system_reason: string | null;
}

/** The processes that share the database. */
export interface Cluster {
  /** The process that gave this answer. */
  readonly asked: {
    readonly host: string;
    readonly process: number;
    readonly program: 'api' | 'serve' | 'conductor';
    readonly version: string;
    readonly schema_revision: string;
  };
  /** Name of the coordination backend. */
  readonly coordination: string;
  /** Conductors and whole services, in the order in which they joined. API processes are no members. */
  readonly members: readonly ClusterMember[];
  /** Why the members could not be told; null: they are all listed. */
  readonly unknown: string | null;
}

/** One of the processes that share the database, and what it said when it was asked. */
export interface ClusterMember {
  /** Names the membership; another one after each start. */
  readonly id: string;
  readonly host: string | null;
  /** Id of the process on its host. */
  readonly process: number | null;
  readonly program: 'serve' | 'conductor' | null;
  readonly version: string | null;
  /** The newest revision of the database that its program knows. */
  readonly schema_revision: string | null;
  /** Whether the coordination backend says that it leads. */
  readonly leader: boolean;
  /** Whether it takes no new work, and leaves when the work that it has is done. */
  readonly leaving: boolean;
  /** Whether it is the process that gave this answer. */
  readonly asked: boolean;
  /** What it said when it was asked; null: nothing, see `unknown`. */
  readonly report: {
    /** Nodes that it holds the lease of. */
    readonly leases: number;
    /** Nodes that wait there for their turn to be rebooted. */
    readonly reboot_queue: number;
    readonly background_running: number;
    readonly background_queued: number;
    /** Whether it goes by being the leader. */
    readonly leads: boolean;
    readonly filter: {
      readonly driver: string;
      readonly state: 'uninitialized' | 'initialized';
      /** When the latest complete synchronisation began. ISO 8601. */
      readonly last_sync: string | null;
      readonly last_failure: string | null;
    };
    /** Seconds by which its clock is ahead of the one of the process that was asked. */
    readonly clock_difference: number;
    /** Seconds by which `clock_difference` may be wrong. */
    readonly clock_accuracy: number;
  } | null;
  /** Why there is no `report`; null: there is one. */
  readonly unknown: string | null;
}

/** A machine whose posts matched no node. Times are UTC without time zone. */
export interface UnmatchedMachine {
  /** IP address the latest post came from; null: not known. */
  readonly address: string | null;
  /** MAC addresses in the data, 16 at most. */
  readonly macs: readonly string[];
  /** Addresses of the BMC in the data. */
  readonly bmc_addresses: readonly string[];
  /** Why no node matched the latest post. */
  readonly reason: string;
  /** The node that waits for data and is most like the machine; null: none is. */
  readonly nearest: { readonly uuid: string; readonly name?: string; readonly reason: string } | null;
  /** How often it posted. */
  readonly posts: number;
  readonly first_seen: string;
  readonly last_seen: string;
}

/** A change that a rule would make. */
export interface Change {
  /** What is changed, such as `node` or `trait`. */
  readonly target: string;
  readonly op: string;
  readonly path?: string;
  readonly value?: Json;
}

/** What a rule would do with the stored data of a node. */
export interface ExplainedRule {
  readonly uuid: string;
  /** The UUID where the rule has none. */
  readonly description: string;
  readonly scope?: { readonly expected: string; readonly found: Json; readonly holds: boolean };
  readonly applies: boolean;
  readonly conditions: readonly {
    readonly op: string;
    readonly holds: boolean;
    readonly field?: string;
    readonly params?: Json;
    readonly multiple?: 'any' | 'all' | 'first';
    readonly invert?: boolean;
    /** Each value that was found, and whether it fits. */
    readonly values?: readonly { readonly value: Json; readonly result: boolean }[];
    /** The same in one line. */
    readonly text?: string;
    readonly error?: string;
  }[];
  readonly actions: readonly {
    readonly action: string;
    readonly changes: readonly Change[];
    readonly params?: Json;
    readonly error?: string;
  }[];
}

/** The answer of a dry run of the rules. */
export interface Explanation {
  readonly node: string;
  readonly rules: readonly ExplainedRule[];
  /** All changes that would be made, in order. */
  readonly changes: readonly Change[];
  /** What the introspection would fail with. */
  readonly error: string | null;
}

/** The inventory for Ansible. */
export interface Inventory {
  /** null: nothing is stored, and the document is the empty one. */
  readonly revision: string | null;
  /** The document: `_meta.hostvars`, `all`, groups. */
  readonly inventory: object;
}

/** What a change did to an inventory: names, never values. */
export interface InventoryChange {
  readonly hosts_added: readonly string[];
  readonly hosts_removed: readonly string[];
  readonly groups_added: readonly string[];
  readonly groups_removed: readonly string[];
  readonly groups_changed: readonly string[];
  readonly variables_changed: readonly string[];
}

/** A revision of the inventory; what the store does not know is null. */
export interface InventoryRevision {
  readonly revision: string;
  /** Counts the writes. */
  readonly number: number | null;
  readonly author: string | null;
  readonly reason: string | null;
  /** What wrote it. */
  readonly source: string | null;
  /** When it was written, ISO 8601. */
  readonly time: string | null;
  readonly summary: InventoryChange | null;
}

/** A page of revisions, newest first. */
export interface InventoryRevisions {
  readonly revisions: readonly InventoryRevision[];
  /** The `marker` of the next page; null: there is none. */
  readonly next: string | null;
}

/** What came of a change of the inventory. */
export interface InventoryWritten {
  readonly revision: string | null;
  /** false: the document was there already. */
  readonly changed: boolean;
  readonly summary: InventoryChange;
  readonly warnings: readonly string[];
}

/** What came of writing introspected nodes into the inventory. */
export interface InventoryGenerated extends InventoryWritten {
  /** How many introspected nodes there are. */
  readonly nodes: number;
  readonly added: readonly string[];
  /** Hosts of others that now belong to a node. */
  readonly adopted: readonly string[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  /** Hosts whose node is gone. */
  readonly gone: readonly string[];
  /** What was not done, and why, a sentence each. */
  readonly notes: readonly string[];
}

/** An introspection that is over. */
export interface Run {
  /** Counts the introspections of a node, from 1; never used twice. */
  readonly number: number;
  /** Id of the introspection; data that are processed again keep it. */
  readonly introspection: string;
  /**
   * `start`: by request; `recognise`, `enroll`: a machine in use, or an unknown one, posted data; `reapply`: its data were
   * processed again; null: not known.
   */
  readonly began: 'start' | 'recognise' | 'enroll' | 'reapply' | null;
  readonly state: 'finished' | 'error';
  readonly error: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** The request that it came of, as the log names it. */
  readonly request_id: string | null;
  /** Who sent that request, as far as that was proved. */
  readonly user: string | null;
  /** `inventory`: the data of plugins were too long; `none`: there were none, or they were too long. */
  readonly kept_data: 'all' | 'inventory' | 'none';
}

/** A change of a node that a hook or a rule asked for. */
export interface RunChange {
  /** `hook <name>` or `rule <UUID>`; null: the service. */
  readonly by: string | null;
  readonly target: string;
  readonly op: string;
  readonly path?: string;
  readonly value?: Json;
}

/** All that is kept of an introspection. */
export interface RunDetails extends Run {
  readonly hooks: readonly HookResult[];
  /** Rules whose conditions held. */
  readonly rules: readonly {
    readonly uuid: string;
    readonly name: string;
    readonly outcome: 'applied' | 'failed' | 'not reached';
  }[];
  readonly changes: readonly RunChange[];
  readonly changes_left_out: number;
  /** Introspection data as hooks left them. */
  readonly data: { readonly [name: string]: Json } | null;
}

/** Values of a part of a machine. Sizes of disks are bytes, sizes of memory MiB. */
export type Facts = { readonly [name: string]: string | number | boolean };

/** A part of a machine that is not as it was. */
export interface Difference {
  readonly change: 'added' | 'removed' | 'moved' | 'changed';
  readonly part:
    | 'system'
    | 'firmware'
    | 'bmc'
    | 'cpu'
    | 'memory'
    | 'memory module'
    | 'disk'
    | 'network card'
    | 'PCI device';
  /** What the part is known by; where it is changed, as it was before. */
  readonly name: string;
  /** What differs, places included; empty for parts that were added or removed. */
  readonly fields: readonly {
    readonly field: string;
    readonly from: string | number | boolean | null;
    readonly to: string | number | boolean | null;
  }[];
  /** What is known of the part before; null: it was added. */
  readonly from: Facts | null;
  /** What is known of the part now; null: it was removed. */
  readonly to: Facts | null;
}

/** How the hardware of a node differs between two introspections. */
export interface Differences {
  readonly uuid: string;
  readonly from: Run;
  readonly to: Run;
  readonly differences: readonly Difference[];
}

/** What the machine of a node is, in a few words. What is not known is null. */
export interface Machine {
  readonly uuid: string;
  readonly name: string | null;
  /** How the latest introspection of the node stands. */
  readonly state: IntrospectionState;
  /** When the introspection ended that told of the machine. */
  readonly inspected_at: string | null;
  readonly vendor: string | null;
  readonly product: string | null;
  readonly serial: string | null;
  readonly boot_mode: string | null;
  /** Version of the firmware. */
  readonly firmware: string | null;
  readonly bmc_address: string | null;
  readonly cpus: number | null;
  readonly cpu_model: string | null;
  readonly cpu_arch: string | null;
  readonly memory_mb: number | null;
  /** How many. */
  readonly disks: number;
  /** Size of all disks together, in GiB. */
  readonly disk_gb: number;
  /** How many network cards. */
  readonly nics: number;
  readonly macs: readonly string[];
  /** Name and port of each switch that a card hangs on. */
  readonly switches: readonly string[];
}
