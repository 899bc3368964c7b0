import type { DhcpLogSight } from '@inspector/plugin-api';
import type { MemberIdentity } from './cluster-status.js';
import type { DhcpServerReport, FilterStanding, MacVerdict } from './pxe-filter-status.js';

/** What is asked about in the bare metal service: a node by UUID or name, or the node of a MAC address. */
export interface MachineQuestion {
  readonly node?: string;
  /** Canonical. */
  readonly mac?: string;
}

/** A port of a node, as far as it says how the machine boots. */
export interface SeenPort {
  /** Canonical where it is a MAC address. */
  readonly address: string;
  /** false: the bare metal service does not expect the machine to boot from it. */
  readonly pxe_enabled: boolean;
  /** `extra['client-id']`, by which InfiniBand cards are known to DHCP; null: none. */
  readonly client_id: string | null;
}

/** What the bare metal service says of a node now. Secrets of the node are not in it. */
export interface SeenNode {
  readonly uuid: string;
  readonly name: string | null;
  readonly provision_state: string | null;
  readonly power_state: string | null;
  /** The power state that it is being brought to; null: none. */
  readonly target_power_state: string | null;
  readonly last_error: string | null;
  readonly maintenance: boolean;
  readonly maintenance_reason: string | null;
  /** Host of the conductor of the bare metal service that works on the node; null: none does. */
  readonly reservation: string | null;
  /** Addresses of the BMC, canonical. */
  readonly bmc_addresses: readonly string[];
  readonly ports: readonly SeenPort[];
}

/** What came of asking the bare metal service. */
export type BareMetalSight =
  | { readonly known: true; readonly node: SeenNode }
  /** It answered, and knows no such node. */
  | { readonly known: false }
  /** It could not be asked, and why. */
  | { readonly known: null; readonly unknown: string };

/** Machines whose treatment a conductor is asked for. */
export interface SightQuestion {
  /** UUID of the node; absent: no node is known. */
  readonly uuid?: string;
  /** The cards of the machine. */
  readonly ports: readonly Pick<SeenPort, 'address' | 'client_id'>[];
}

/** What one conductor sees of a machine now. */
export interface MachineSight {
  readonly host: string;
  readonly process: number;
  readonly program: MemberIdentity['program'];
  /** Whether it works on the node. */
  readonly held: boolean;
  /** What that work waits for; null: for nothing that is known. */
  readonly step: string | null;
  /** Its place among the nodes that wait here to be rebooted; null: it is not among them. */
  readonly queue: { readonly position: number; readonly length: number } | null;
  readonly filter: FilterStanding & {
    readonly dhcp_server: DhcpServerReport;
    /** One for each card with a MAC address. */
    readonly machines: readonly MacVerdict[];
    /** What the DHCP server has written down last of them. */
    readonly log: DhcpLogSight;
  };
}

/** What a conductor sees, or why it said nothing. */
export type ConductorSight =
  | { readonly milliseconds: number; readonly sight: MachineSight }
  | { readonly host: string; readonly silence: string };
