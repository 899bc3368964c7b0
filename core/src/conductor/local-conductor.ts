import { createPeriodicTask, type PeriodicTask } from '../tasks/periodic-task.js';
import { within } from '../tasks/within.js';
import type { MemberReport } from '../reports/cluster-status.js';
import type {
  BareMetalSight,
  ConductorSight,
  MachineQuestion,
  SightQuestion,
} from '../reports/machine-sight.js';
import type { PluginReport } from '../reports/plugin-report.js';
import type { FilterQuestion, PxeFilterStatus } from '../reports/pxe-filter-status.js';
import { abort } from './abort.js';
import { failAbandoned, failTimedOut, failUnsettled, forgetDeletedNodes } from './clean-up.js';
import { continueIntrospection } from './continue.js';
import { introspect } from './introspect.js';
import { explainFilter } from './explain-filter.js';
import { explainRules } from './explain-rules.js';
import { lookAtMachine } from './look-at-machine.js';
import type { OperatorServices } from './operator-services.js';
import { parsePostedData, replacementIn } from './posted-data.js';
import { answerToRamdisk } from './ramdisk-answer.js';
import { reapply } from './reapply.js';
import { processKeptPosts } from './kept-posts.js';
import { pruneEvents } from './prune-events.js';
import { progressOf } from './progress-of.js';
import { resolveNode } from './resolve.js';
import { pruneStrangerLogs } from './stranger-logs.js';
import type { ConductorServices } from './services.js';
import { selfReport } from './self-report.js';
import { sightOfMachine } from './sight-of-machine.js';
import { TakeOver } from './take-over.js';
import type { CreatedRule } from '../rules/types.js';
import type { Conductor, NodeProgress, PostSender } from './types.js';

/** The conductor of this process. */
export class LocalConductor implements Conductor {
  private readonly tasks: readonly PeriodicTask[];
  private readonly takeOver: TakeOver;

  constructor(
    private readonly services: ConductorServices,
    private readonly operators: OperatorServices,
  ) {
    const { config, log } = services;
    const repeated = (name: string, task: () => Promise<void>): PeriodicTask =>
      createPeriodicTask(task, {
        intervalSeconds: config.cleanUpPeriod,
        onError: (err) => log.error({ err }, `The periodic task to ${name} failed; it runs again`),
      });
    const keptPosts = createPeriodicTask(() => processKeptPosts(services), {
      intervalSeconds: config.cleanUpPeriod > 0 ? services.keptPostsInterval : 0,
      onError: (err) => log.error({ err }, 'Posts that are kept could not be processed; that is tried again'),
    });
    this.takeOver = new TakeOver(services);
    const orphans = createPeriodicTask(() => this.takeOver.run(), {
      // Alone, it finds only what the database did after it had been away: that is rare.
      intervalSeconds: services.coordinator.exclusive ? config.cleanUpPeriod : services.takeOverInterval,
      onError: (err) =>
        log.error(
          { err },
          'Introspections of conductors that are gone could not be taken over; that is tried again',
        ),
    });
    this.tasks = [
      keptPosts,
      orphans,
      repeated('clean up timed-out introspections', () => failTimedOut(services)),
      repeated('write failures left unwritten', () => failUnsettled(services)),
      repeated('forget deleted nodes', () => forgetDeletedNodes(services)),
      repeated('delete old events', () => pruneEvents(services)),
      repeated('forget posts that were accepted long ago', () => services.recent.prune()),
      repeated('delete old logs of unknown ramdisks', () => pruneStrangerLogs(services)),
    ];
  }

  /** Deals with what a process that died left behind. Called before the filter opens DHCP. */
  recover(): Promise<void> {
    return failAbandoned(this.services);
  }

  /** Goes on with starts that were left, and starts the periodic tasks. */
  async start(): Promise<void> {
    for (const task of this.tasks) task.start();
    await this.takeOver.resume();
  }

  /**
   * Ends periodic tasks and waits for running work, at most so long.
   *
   * @param limitMilliseconds - how long to wait
   */
  async stop(limitMilliseconds: number): Promise<void> {
    const { background, log, unmatched } = this.services;
    const ended = await Promise.all([
      within(Promise.all(this.tasks.map((task) => task.stop())), limitMilliseconds),
      background.drain(limitMilliseconds),
      within(unmatched.stop(), limitMilliseconds),
    ]);
    if (ended.includes(false))
      log.warn(`Work is still running after ${Math.round(limitMilliseconds / 1000)} s and is left behind`);
  }

  introspect(node: string, options: { readonly manageBoot: boolean }): Promise<void> {
    return introspect(node, options, this.services);
  }

  async continue(text: string, sender?: PostSender): Promise<{ readonly uuid: string }> {
    try {
      const posted = parsePostedData(text);
      const from = sender === undefined ? posted : { ...posted, sender };
      return await continueIntrospection(from, this.services);
    } catch (error) {
      throw answerToRamdisk(error, this.services.log);
    }
  }

  abort(node: string): Promise<void> {
    return abort(node, this.services);
  }

  async reapply(node: string, text?: string): Promise<void> {
    return reapply(node, replacementIn(text), this.services);
  }

  async progress(uuid: string): Promise<NodeProgress> {
    return progressOf(uuid, this.services);
  }

  resolve(node: string): Promise<string> {
    return resolveNode(node, this.services);
  }

  createRule(text: string): Promise<CreatedRule> {
    return this.operators.rules.createJson(text);
  }

  importRules(text: string, options: { readonly replace: boolean }): Promise<string[]> {
    return this.operators.rules.importRules(text, options);
  }

  explainRules(text: string): Promise<string> {
    return explainRules(text, (node) => this.resolve(node), this.operators.rules);
  }

  async listPlugins(): Promise<readonly PluginReport[]> {
    return this.operators.plugins();
  }

  async selfReport(): Promise<MemberReport> {
    return selfReport(this.services, this.operators);
  }

  pxeFilterStatus(question: FilterQuestion = {}): Promise<PxeFilterStatus> {
    return explainFilter(question, this.services.baremetal, this.operators.filter);
  }

  lookAtMachine(question: MachineQuestion): Promise<BareMetalSight> {
    return lookAtMachine(question, this.services);
  }

  async sightsOfMachine(question: SightQuestion): Promise<readonly ConductorSight[]> {
    const begun = performance.now();
    const sight = await sightOfMachine(question, this.services, this.operators);
    return [{ milliseconds: performance.now() - begun, sight }];
  }
}
