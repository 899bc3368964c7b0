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
