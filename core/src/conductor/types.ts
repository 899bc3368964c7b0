import type { MemberReport } from '../reports/cluster-status.js';
import type {
  BareMetalSight,
  ConductorSight,
  MachineQuestion,
  SightQuestion,
} from '../reports/machine-sight.js';
import type { PluginReport } from '../reports/plugin-report.js';
import type { FilterQuestion, PxeFilterStatus } from '../reports/pxe-filter-status.js';
import type { CreatedRule } from '../rules/types.js';

/** Who posted data, as far as the API can tell. */
export interface PostSender {
  /** IP address as the nearest proxy reports it, else of the connection; null: not known. */
  readonly address: string | null;
}

/** What the work on a node waits for. */
export interface NodeProgress {
  /** Whether the conductor that was asked works on the node. */
  readonly held: boolean;
  /** In words, with the service it waits for; null: for nothing that is known. */
  readonly step: string | null;
  /** Its place among the nodes that wait to be rebooted; null: it is not among them. */
  readonly queue: { readonly position: number; readonly length: number } | null;
}

/**
 * The part of the service that works on nodes and has the plugins. The API asks it; nothing else knows where it
 * runs. Arguments and results are texts and plain JSON data, so that it can run in another process. What it
 * throws can be sent there too: see `errorToPlain`.
 *
 * A node is named by its UUID or by its name in the bare metal service.
 */
export interface Conductor {
  /**
   * Starts introspection of a node. With managed boot it resolves once the record is there and goes on in the
   * background; without, once the node is `waiting`.
   *
   * @throws `INSP_CANNOT_MANAGE_BOOT` where `canManageBoot` is false
   */
  introspect(node: string, options: { readonly manageBoot: boolean }): Promise<void>;
  /**
   * Takes data from a ramdisk, up to and including the rules; power off and the end happen afterwards.
   *
   * @param text - the body as it was received
   * @param sender - who sent it, kept where no node matches
   * @throws `INSP_BAD_REQUEST` when it is no JSON object
   */
  continue(text: string, sender?: PostSender): Promise<{ readonly uuid: string }>;
  /** Aborts the introspection of a node. */
  abort(node: string): Promise<void>;
  /**
   * Processes stored data again, or other data instead.
   *
   * @param text - the other data as received; absent, empty or `{}`: the stored data
   * @throws `INSP_BAD_REQUEST` when it is no JSON object
   */
  reapply(node: string, text?: string): Promise<void>;
  /** What the work on a node waits for. Asks nobody. */
  progress(uuid: string): Promise<NodeProgress>;
  /** UUID of a node; asks the bare metal service only for names. */
  resolve(node: string): Promise<string>;
  /**
   * Creates a rule. Rules travel as JSON texts, because the form of their numbers (`5` or `5.0`) has a meaning.
   *
   * @param text - the rule as received
   * @returns JSON text of the full rule without `links`, and what is likely a mistake in it
   * @throws `INSP_BAD_REQUEST`, `INSP_RULE_INVALID`, `INSP_RULE_EXISTS`
   */
  createRule(text: string): Promise<CreatedRule>;
  /**
   * Creates one rule or a list of them, all or none.
   *
   * @param text - the rules as received
   * @returns JSON text of each full rule without `links`
   * @throws as {@link createRule}
   */
  importRules(text: string, options: { readonly replace: boolean }): Promise<string[]>;
  /**
   * Dry run of the rules over the stored data of a node.
   *
   * @param text - JSON text of `{ "node": …, "rule": … }` or `{ "node": …, "rules": … }`; without both all rules
   *   that are stored are looked at
   * @returns JSON text of the explanation
   * @throws `INSP_BAD_REQUEST`, `INSP_RULE_NOT_FOUND`, and what reading data and node throws
   */
  explainRules(text: string): Promise<string>;
  /** All installed plugins and what became of them. */
  listPlugins(): Promise<readonly PluginReport[]>;
  /** What the conductor that was asked says about itself. Asks nobody. */
  selfReport(): Promise<MemberReport>;
  /**
   * How the PXE filter stands, and what the machines asked about should get and do get.
   *
   * @throws `INSP_BAD_REQUEST` for what is no MAC address, `INSP_NODE_NOT_FOUND`, and what reading a node throws
   */
  pxeFilterStatus(question?: FilterQuestion): Promise<PxeFilterStatus>;
  /** What the bare metal service says of a machine now. Does not reject; takes 1.5 s at most. */
  lookAtMachine(question: MachineQuestion): Promise<BareMetalSight>;
  /** What each conductor sees of a machine. Those that say nothing in time are told as silent. Takes 1.5 s at most. */
  sightsOfMachine(question: SightQuestion): Promise<readonly ConductorSight[]>;
}
