import { createPeriodicTask, type PeriodicTask } from '../tasks/periodic-task.js';
import { within } from '../tasks/within.js';
import { abort } from './abort.js';
import { failAbandoned, failTimedOut, failUnsettled, forgetDeletedNodes } from './clean-up.js';
import { continueIntrospection } from './continue.js';
import { introspect } from './introspect.js';
import { reapply } from './reapply.js';
import { RecentPosts } from './recent-posts.js';
import { resolveNode } from './resolve.js';
import type { ConductorServices } from './services.js';
import type { Conductor, PostedData } from './types.js';

/** The conductor of this process. */
export class LocalConductor implements Conductor {
  private readonly recent = new RecentPosts();
  private readonly tasks: readonly PeriodicTask[];

  constructor(private readonly services: ConductorServices) {
    const { config, log } = services;
    const repeated = (name: string, task: () => Promise<void>): PeriodicTask =>
      createPeriodicTask(task, {
        intervalSeconds: config.cleanUpPeriod,
        onError: (err) => log.error({ err }, `The periodic task to ${name} failed; it runs again`),
      });
    this.tasks = [
      repeated('clean up timed-out introspections', () => failTimedOut(services)),
      repeated('write failures left unwritten', () => failUnsettled(services)),
      repeated('forget deleted nodes', () => forgetDeletedNodes(services)),
    ];
  }

  /** Deals with what a process that died left behind. Called before the filter opens DHCP. */
  recover(): Promise<void> {
    return failAbandoned(this.services);
  }

  /** Starts the periodic tasks. */
  start(): void {
    for (const task of this.tasks) task.start();
  }

  /**
   * Ends periodic tasks and waits for running work, at most so long.
   *
   * @param limitMilliseconds - how long to wait
   */
  async stop(limitMilliseconds: number): Promise<void> {
    const { background, log } = this.services;
    const ended = await Promise.all([
      within(Promise.all(this.tasks.map((task) => task.stop())), limitMilliseconds),
      background.drain(limitMilliseconds),
    ]);
    if (ended.includes(false))
      log.warn(`Work is still running after ${Math.round(limitMilliseconds / 1000)} s and is left behind`);
  }

  introspect(node: string, options: { readonly manageBoot: boolean }): Promise<void> {
    return introspect(node, options, this.recent, this.services);
  }

  continue(posted: PostedData): Promise<{ readonly uuid: string }> {
    return continueIntrospection(posted, this.recent, this.services);
  }

  abort(node: string): Promise<void> {
    return abort(node, this.services);
  }

  reapply(node: string, posted?: PostedData): Promise<void> {
    return reapply(node, posted, this.services);
  }

  resolve(node: string): Promise<string> {
    return resolveNode(node, this.services.baremetal);
  }
}
