import { explainRules } from '../../src/conductor/explain-rules.js';
import { parsePostedData, replacementIn, type PostedData } from '../../src/conductor/posted-data.js';
import type { Conductor, NodeProgress, PostSender } from '../../src/conductor/types.js';
import { currentOrigin, InspectorError, type WorkOrigin } from '@inspector/plugin-api';
import type { MemberReport } from '../../src/reports/cluster-status.js';
import type { BareMetalSight, ConductorSight } from '../../src/reports/machine-sight.js';
import type { PluginReport } from '../../src/reports/plugin-report.js';
import type { FilterQuestion, MacVerdict, PxeFilterStatus } from '../../src/reports/pxe-filter-status.js';
import type { CreatedRule, RuleOperations } from '../../src/rules/types.js';
import { canonicalUuid } from '../../src/node/uuid.js';

const PLUGIN: PluginReport = {
  name: 'rack_position',
  group: 'inspector.hook.processing',
  kind: 'hook',
  package: '@acme/inspector-hook-rack',
  version: '1.2.3',
  state: 'enabled',
};
const UNSEEN = 'The driver noop does not look at the DHCP server.';
const MACHINE: MacVerdict = {
  address: '',
  verdict: 'allow',
  reason: 'The driver leaves DHCP alone.',
  system: 'unknown',
  system_reason: UNSEEN,
};
const FILTER: PxeFilterStatus = {
  driver: 'noop',
  state: 'initialized',
  sync_period: 15,
  deny_unknown_macs: false,
  last_sync: null,
  last_failure: null,
  dhcp_server: { follows: 'unknown', reason: UNSEEN },
};

/**
 * A conductor that reads what it is given as the real one does, writes down what it is asked for, and fails when
 * told to.
 */
export class FakeConductor implements Conductor {
  /** What every node waits for. */
  waits: NodeProgress = { held: false, step: null, queue: null };
  readonly asked: {
    operation: string;
    node?: string;
    manageBoot?: boolean;
    posted?: PostedData | undefined;
    sender?: PostSender | undefined;
  }[] = [];
  /** The requests that it was asked for, one for each entry of `asked`. */
  readonly origins: (WorkOrigin | undefined)[] = [];
  readonly names = new Map<string, string>();
  /** Thrown by every operation. */
  failure: unknown;
  uuid = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';

  constructor(public rules: RuleOperations) {}

  introspect(node: string, { manageBoot }: { manageBoot: boolean }): Promise<void> {
    return this.#note({ operation: 'introspect', node, manageBoot });
  }

  async continue(text: string, sender?: PostSender): Promise<{ uuid: string }> {
    await this.#note({ operation: 'continue', posted: parsePostedData(text), sender });
    return { uuid: this.uuid };
  }

  abort(node: string): Promise<void> {
    return this.#note({ operation: 'abort', node });
  }

  async reapply(node: string, text?: string): Promise<void> {
    await this.#note({ operation: 'reapply', node, posted: replacementIn(text) });
  }

  progress(): Promise<NodeProgress> {
    return Promise.resolve(this.waits);
  }

  async resolve(node: string): Promise<string> {
    const known = canonicalUuid(node);
    if (known !== undefined) return known;
    await this.#note({ operation: 'resolve', node });
    const uuid = this.names.get(node);
    if (uuid === undefined) {
      throw new InspectorError('INSP_NODE_NOT_FOUND', `Node ${node} was not found in Ironic`);
    }
    return uuid;
  }

  createRule(text: string): Promise<CreatedRule> {
    return this.rules.createJson(text);
  }

  importRules(text: string, options: { readonly replace: boolean }): Promise<string[]> {
    return this.rules.importRules(text, options);
  }

  explainRules(text: string): Promise<string> {
    return explainRules(text, (node) => this.resolve(node), this.rules);
  }

  listPlugins(): Promise<PluginReport[]> {
    return Promise.resolve([PLUGIN]);
  }

  selfReport(): Promise<MemberReport> {
    return Promise.reject(new Error('no test asks for it'));
  }

  async pxeFilterStatus({ mac, node }: FilterQuestion = {}): Promise<PxeFilterStatus> {
    return {
      ...FILTER,
      ...(mac === undefined ? {} : { mac: { ...MACHINE, address: mac } }),
      ...(node === undefined
        ? {}
        : { node: { uuid: await this.resolve(node), name: node, machines: [MACHINE] } }),
    };
  }

  /** What the bare metal service says of every machine. */
  baremetal: BareMetalSight = { known: false };
  /** What conductors see of every machine. */
  sights: readonly ConductorSight[] = [];

  lookAtMachine(): Promise<BareMetalSight> {
    return Promise.resolve(this.baremetal);
  }

  sightsOfMachine(): Promise<readonly ConductorSight[]> {
    return Promise.resolve(this.sights);
  }

  async #note(entry: FakeConductor['asked'][number]): Promise<void> {
    this.asked.push(entry);
    this.origins.push(currentOrigin());
    await Promise.resolve();
    if (this.failure !== undefined) throw this.failure;
  }
}
