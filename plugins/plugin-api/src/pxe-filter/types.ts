/**
 * What DHCP should do with every machine, computed by core once per synchronisation. MACs are lower case
 * with colons and already mapped for Ethernet over InfiniBand. A MAC is in one set at most.
 */
export interface WantedFilterState {
  /** Machines on introspection: they get a lease. */
  readonly allowed: ReadonlySet<string>;
  /** Enrolled machines that are not on introspection: they get none. */
  readonly denied: ReadonlySet<string>;
  /** What every MAC in neither set gets. */
  readonly unknown: 'allow' | 'deny';
  /**
   * Whether any machine at all may get a lease now (an introspection is active or unknown machines are
   * welcome). Drivers that can switch DHCP off as a whole do so when it is false.
   */
  readonly active: boolean;
  /** `pxeFilter.denyUnknownMacs`: the driver should work as an allow list. */
  readonly denyUnknownMacs: boolean;
}

/** What a driver reports of one synchronisation. */
export interface FilterSyncResult {
  /** How many entries (files, rules, set elements) were written, added or removed. */
  readonly changes: number;
}

/** What a driver may ask about the synchronisation it is in. */
export interface FilterSyncRun {
  /**
   * Whether another synchronisation has been asked for meanwhile. A driver that spreads a large change over
   * time may return early when it is true: the next run carries on with a newer desired state.
   */
  readonly superseded: boolean;
}

/** What a driver sees of one machine when it looks at the system. */
export interface MachineSight {
  /**
   * What the machine gets now. `unlisted`: nothing is said about the machine itself. `unknown`: the driver could not look at
   * all that decides, so nobody can tell.
   */
  readonly verdict: 'allow' | 'deny' | 'unlisted' | 'unknown';
  /** What was seen, in one sentence; with `unknown` why nothing was, and what to do. */
  readonly reason?: string;
}

/** What a driver sees of the DHCP server. */
export interface DhcpServerSight {
  /**
   * Whether the server goes by what the driver has set last. `no`: it does not work, or goes by something older. `unknown`:
   * the driver cannot look at it.
   */
  readonly follows: 'yes' | 'no' | 'unknown';
  /** What was seen, in one or two sentences; what to do unless the server follows. */
  readonly reason: string;
}

/** What the DHCP server has written down last of one machine. */
export interface DhcpRequest {
  /** MAC address, lower case with colons. */
  readonly address: string;
  /** When, UTC without time zone, whole seconds. */
  readonly at: string;
  /** `leased`: it got an address; `refused`: it was told, or left, without one; `asked`: nothing is written of an answer. */
  readonly outcome: 'leased' | 'refused' | 'asked';
  /** The line itself. Part of it was written by the machine. */
  readonly line: string;
}

/** What is to be read in the log of the DHCP server. */
export interface DhcpLogSight {
  /** false: it could not be read, and `reason` says why. */
  readonly isRead: boolean;
  /** Where was read, or why nothing was, and what to do. */
  readonly reason: string;
  /** From when on the log was read, UTC without time zone; absent: all of it. */
  readonly since?: string;
  /** The latest of each machine that was asked about; those without any are left out. */
  readonly requests: readonly DhcpRequest[];
}

/** A PXE filter driver. Core serialises all calls, except those of `inspect` and `examine`. */
export interface PxeFilterDriver {
  /**
   * Prepares the system and brings it to `wanted`, so that a DHCP server started afterwards sees a complete
   * list. Idempotent; called again after a failure.
   */
  init(wanted: WantedFilterState): Promise<void>;
  /**
   * Finds out whether `init` could work, and changes nothing: `inspector config validate` asks after the set-up. Throws
   * what stands in the way, with the option and what to do.
   */
  check?(): Promise<void>;
  /**
   * Called when a synchronisation begins, while core lists the ports: a driver that has to read the system
   * before it can change it may do so here. What it throws is ignored, `sync` will meet the same.
   */
  prepare?(): Promise<void>;
  /** Makes the system match `wanted`, whatever state it is in. Throws when it cannot. */
  sync(wanted: WantedFilterState, run?: FilterSyncRun): Promise<FilterSyncResult>;
  /** Releases the system when the service stops or after a failure; never throws for what is gone already. */
  tearDown(): Promise<void>;
  /**
   * Called instead of `tearDown` after a failed `init` or `sync`, before the next try: for drivers whose
   * `tearDown` would open DHCP to everybody. Must leave the system no more open than it is.
   */
  reset?(): Promise<void>;
  /**
   * true: the driver does nothing with the wanted state, so core computes none and asks neither the bare
   * metal service nor the database, and there is no periodic synchronisation. `init` and `sync` get a state
   * without MACs. Default false.
   */
  readonly passive?: boolean;
  /**
   * What the system itself says now about a MAC. What was not looked at is `unknown`, never `allow`. Changes nothing. A
   * driver without it is taken to know nothing, and so is one that throws.
   */
  inspect?(mac: string): Promise<MachineSight['verdict'] | MachineSight>;
  /** Looks whether the DHCP server goes by what was set. Changes nothing; a driver without it is taken to know nothing. */
  examine?(): Promise<DhcpServerSight>;
  /**
   * Reads what the DHCP server has written down last of machines, by their MAC addresses. Changes nothing; a driver without
   * it is taken to read no log.
   */
  readLog?(addresses: readonly string[]): Promise<DhcpLogSight>;
}
