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
  /** Clients that watch the events of the process that gave this answer. */
  readonly watchers: number;
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
