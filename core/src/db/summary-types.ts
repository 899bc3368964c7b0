import type { IntrospectionState, Timestamp } from '@inspector/plugin-api';

/** What a machine is, in a few words. What is not known is null. */
export interface HardwareSummary {
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
  /** Resource class of the node. Absent in summaries of former versions. */
  readonly resource_class?: string | null;
  /** How many parts deviate from the baseline; null: none held for the node. Absent in summaries of former versions. */
  readonly deviations?: number | null;
}

/** A node and what its machine is. */
export interface StoredSummary {
  readonly uuid: string;
  /** The name of the node when the bare metal service was asked last; null: none, or not known. */
  readonly name: string | null;
  readonly state: IntrospectionState;
  /** When the introspection ended that told of the machine. */
  readonly inspectedAt: Timestamp | null;
  readonly hardware: HardwareSummary;
}

/**
 * What narrows a list of summaries down before they are read. A summary that meets it all is in the list, and others may be: whatever
 * the case of letters, and whatever else of the summary has a word.
 */
export interface SummaryCandidates {
  /** Texts of printable ASCII without `"` and `\`, each somewhere in what is known of the machine. */
  readonly words?: readonly string[];
  /** A text of the same kind, somewhere in the name of the node. */
  readonly name?: string;
  /** The state of the latest introspection. */
  readonly state?: IntrospectionState;
  /** A number of the machine, such as `memory_mb`, and where it lies, both ends included. */
  readonly range?: { readonly column: string; readonly least: number; readonly most: number };
}

/** What the machine of each node is. A change of a record that ends an introspection with data writes it. */
export interface SummaryRepository {
  /** By UUID, those behind the marker. */
  list(
    page: SummaryCandidates & { readonly limit: number; readonly marker?: string },
  ): Promise<StoredSummary[]>;
  /** That of one node; undefined: no introspection has told of its machine. */
  get(uuid: string): Promise<StoredSummary | undefined>;
}
