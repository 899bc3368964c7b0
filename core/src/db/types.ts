import type {
  Json,
  IntrospectionRecord,
  IntrospectionState,
  LookupAttribute,
  Timestamp,
  IntrospectionDataTable,
  InventoryRevisionTable,
} from '@inspector/plugin-api';
import type { TrailRepository } from './trail-types.js';
import type { EventRepository } from './event-types.js';
import type { FollowerRepository } from './follower-types.js';
import type { BaselineRepository } from './baseline-types.js';
import type { HistoryRepository, NewRun } from './history-types.js';
import type { HardwareSummary, SummaryRepository } from './summary-types.js';
import type { UnmatchedRepository } from './unmatched-types.js';
export type * from './baseline-types.js';
export type * from './event-types.js';
export type * from './follower-types.js';
export type * from './history-types.js';
export type * from './summary-types.js';
export type * from './trail-types.js';
export type * from './unmatched-types.js';
import type { FenceRepository } from './fences.js';

/** A record with what only Inspector keeps of it. */
export interface StoredRecord extends IntrospectionRecord {
  /** The name the node had when the bare metal service was asked last; null: none, or not known. */
  readonly name: string | null;
  /** Id of the introspection; null where ironic-inspector made the record. */
  readonly introspection: string | null;
  /** The fence of the lease under which the record was written last; 0 where ironic-inspector wrote it. */
  readonly fence: number;
}

/** On whose behalf a record is changed, and how the change is told of. */
export interface Mark {
  /** The fence of the lease. A record that has seen a greater one is not changed (`INSP_LEASE_LOST`). */
  readonly fence: number;
  /** Id of the introspection. */
  readonly introspection: string;
  /** What happened: the word for it in the event. */
  readonly event: string;
}

/** The record of an introspection that begins. */
export interface FreshRecord extends Mark {
  readonly uuid: string;
  /** The name of the node; null: none, or not known. */
  readonly name: string | null;
  readonly state: IntrospectionState;
  readonly startedAt: Timestamp;
  readonly manageBoot: boolean;
  readonly attributes: readonly LookupAttribute[];
}

/** What a list request selects. */
export interface RecordPage {
  readonly limit: number;
  /** UUID of the last item of the page before. */
  readonly marker?: string;
  readonly states?: readonly IntrospectionState[];
}

/** The records in one state. */
export interface StateSummary {
  readonly state: IntrospectionState;
  readonly records: number;
  /** When the one that began first did; null: none of them ever began. */
  readonly oldestStart: Timestamp | null;
}

/** A row that matched a lookup. */
export interface AttributeMatch {
  readonly nodeUuid: string;
  readonly name: string;
  readonly value: string;
}

/** Fields of a record that a change may set besides its state. */
export interface RecordChange {
  readonly state: IntrospectionState;
  /** The name of the node, where it was just seen. */
  readonly name?: string | null;
  readonly startedAt?: Timestamp;
  readonly finishedAt?: Timestamp | null;
  readonly error?: string | null;
  /** How the hooks did: kept, and told of in an event of its own. */
  readonly hookResults?: readonly HookResult[];
  /** A post that could not be processed, kept with the change; its reason is told in the event. */
  readonly keep?: PostToKeep;
  /** What is kept of an introspection that ends with the change. */
  readonly run?: NewRun;
  /** What the machine is, as an introspection that ends has found. */
  readonly summary?: HardwareSummary;
}

/** A post of a ramdisk that is to be processed later. */
export interface PostToKeep {
  /** The body as it was received. */
  readonly text: string;
  /** Which service was away, in its own words. */
  readonly reason: string;
}

/** A post that is kept, without its text, which may have megabytes. */
export interface KeptPost {
  readonly uuid: string;
  /** The introspection it was for. */
  readonly introspection: string;
  /** When it was kept last, as the database has it. */
  readonly keptAt: string;
  readonly reason: string;
}

/** Posts of ramdisks that wait for a service which was away, one for each node. A change of a record writes them. */
export interface KeptPostRepository {
  /** Whether the database takes a text as long as this one. */
  fits(text: string): boolean;
  /** Those that were kept longest first, 1,000 at most. */
  list(): Promise<KeptPost[]>;
  /** The body of the post of a node. */
  text(uuid: string): Promise<string | undefined>;
  /** Deletes a post, unless another one has taken its place. */
  delete(post: KeptPost): Promise<void>;
}

/** A post of a ramdisk that was processed. */
export interface StoredRecentPost {
  /** What identifies its body, at most 64 characters. */
  readonly digest: string;
  readonly uuid: string;
  /** The introspection it was for. */
  readonly introspection: string;
  /** Why the introspection failed with it; null: it was accepted. */
  readonly failure: string | null;
}

/** Posts that were processed lately, for all processes. */
export interface RecentPostRepository {
  add(post: StoredRecentPost): Promise<void>;
  /** What became of a post since a time. */
  find(digest: string, since: Timestamp): Promise<Pick<StoredRecentPost, 'uuid' | 'failure'> | undefined>;
  /** Whether any was accepted for an introspection. */
  isAccepted(uuid: string, introspection: string): Promise<boolean>;
  /** Deletes those of a node. */
  forget(uuid: string): Promise<void>;
  /** Deletes those from before a time. */
  prune(before: Timestamp): Promise<void>;
}

/**
 * Introspection records with their attributes and options. Every method is one transaction. Those that change the state
 * of a record write the event that tells of it in the same one; those that take a fence refuse (`INSP_LEASE_LOST`,
 * nothing is written) where the record has seen a greater one.
 */
export interface RecordRepository {
  get(uuid: string): Promise<StoredRecord | undefined>;
  /** Newest first (`started_at`, then `uuid`, both descending). A marker without record is `INSP_NODE_NOT_CACHED`. */
  list(page: RecordPage): Promise<StoredRecord[]>;
  /**
   * Replaces whatever is there: attributes, options, stored data and the record go, a fresh record with the
   * given attributes comes. `expect` is the state the present record must have (undefined: there must be
   * none); anything else is `INSP_STATE_RACE` and changes nothing.
   */
  replace(record: FreshRecord, expect: IntrospectionState | undefined): Promise<StoredRecord>;
  /**
   * Changes state and fields if the record still is in the state it was read in, else `INSP_STATE_RACE` (status 500,
   * text `Node state mismatch detected between the DB and the cached node_info object`). With `forget`,
   * attributes and options are deleted in the same transaction.
   *
   * @param record - as it was read or written last
   * @returns the record as it is now
   */
  change(
    record: StoredRecord,
    change: RecordChange,
    mark: Mark,
    options?: { readonly forget?: boolean },
  ): Promise<StoredRecord>;
  /** Adds attributes, those already present excepted. */
  addAttributes(uuid: string, attributes: readonly LookupAttribute[], fence: number): Promise<void>;
  attributes(uuid: string): Promise<LookupAttribute[]>;
  setOption(uuid: string, name: string, value: Json, fence: number): Promise<void>;
  options(uuid: string): Promise<Map<string, Json>>;
  /** All attribute rows that match one of the pairs. */
  findByAttributes(attributes: readonly LookupAttribute[]): Promise<AttributeMatch[]>;
  /** Values of all `mac` attributes, lower case. */
  activeMacs(): Promise<Set<string>>;
  /** Whether any record is unfinished. */
  anyActive(): Promise<boolean>;
  /** Unfinished records, and reapplying ones, started before a time. */
  startedBefore(time: Timestamp): Promise<StoredRecord[]>;
  /** Records in one of the states. */
  inStates(states: readonly IntrospectionState[]): Promise<StoredRecord[]>;
  allUuids(): Promise<string[]>;
  /** The names of all nodes that have a record, by UUID. */
  names(): Promise<Map<string, string | null>>;
  /** UUIDs of the nodes that had this name, spelled exactly so, when they were seen last. */
  named(name: string): Promise<string[]>;
  /** Writes down how nodes are called now, whoever holds them: a name is no part of an introspection. */
  rename(names: ReadonlyMap<string, string | null>): Promise<void>;
  /** How many records each state has; states without any are left out. */
  summary(): Promise<StateSummary[]>;
  /** Deletes attributes, options, stored data and the record; false when there was none. */
  delete(uuid: string, fence: number): Promise<boolean>;
}

/** A condition as stored: `params` is the JSON text of the parameters, number forms kept. */
export interface StoredCondition {
  readonly op: string;
  readonly field: string;
  readonly multiple: string;
  readonly invert: boolean;
  readonly params: string;
}
/** An action as stored. */
export interface StoredAction {
  readonly action: string;
  readonly params: string;
}
/** A rule as stored. */
export interface StoredRule {
  readonly uuid: string;
  readonly description: string | null;
  readonly scope: string | null;
  readonly createdAt: Timestamp;
  readonly disabled: boolean;
  /** Higher first; 0 unless said. */
  readonly priority: number;
  /** Conditions and actions are hidden in answers. */
  readonly sensitive: boolean;
  readonly conditions: readonly StoredCondition[];
  readonly actions: readonly StoredAction[];
}

/** Introspection rules. Every method is one transaction. */
export interface RuleRepository {
  /** `INSP_RULE_EXISTS` (409) for a UUID that is there; all rules are created or none. */
  create(
    rules: readonly Omit<StoredRule, 'createdAt' | 'disabled'>[],
    options?: { readonly replace?: boolean },
  ): Promise<StoredRule[]>;
  /** Creation order, with conditions and actions in their order. */
  list(): Promise<StoredRule[]>;
  get(uuid: string): Promise<StoredRule | undefined>;
  delete(uuid: string): Promise<boolean>;
  deleteAll(): Promise<void>;
  /** Changes whenever any process changes the rules: compiled rules are kept until it does. Cheap to ask. */
  version(): Promise<string>;
}

/** How one hook of one introspection went. */
export interface HookResult {
  readonly hook: string;
  readonly outcome: 'ok' | 'degraded' | 'failed' | 'skipped';
  readonly milliseconds: number;
  readonly message: string | null;
}
/** Results of the hooks of the latest introspection of each node. */
export interface HookResultRepository {
  list(uuid: string): Promise<HookResult[]>;
}

/** The database, open and at its newest revision. */
export interface Database {
  readonly records: RecordRepository;
  readonly rules: RuleRepository;
  readonly introspectionData: IntrospectionDataTable;
  readonly inventoryRevisions: InventoryRevisionTable;
  readonly hookResults: HookResultRepository;
  readonly keptPosts: KeptPostRepository;
  readonly recentPosts: RecentPostRepository;
  readonly events: EventRepository;
  readonly followers: FollowerRepository;
  readonly history: HistoryRepository;
  readonly summaries: SummaryRepository;
  readonly baselines: BaselineRepository;
  readonly fences: FenceRepository;
  readonly unmatched: UnmatchedRepository;
  readonly trail: TrailRepository;
  close(): Promise<void>;
}
