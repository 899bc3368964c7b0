import { resolve } from 'node:path';
import { InspectorError, thrownText } from '@inspector/plugin-api';
import type { Log } from '../../log/log.js';
import type { AccessMetrics } from '../../metrics/access-metrics.js';
import { createPeriodicTask, type PeriodicTask, type TaskClock } from '../../tasks/periodic-task.js';
import { assemblePolicy, type Assembly, type AssemblyOptions } from './assemble.js';
import type { Policy } from './policy.js';
import { findPolicy, policySignature, type PolicyPlaces } from './policy-files.js';
import { problemText } from './read-policy.js';

/** Seconds between two looks at the files. */
const INTERVAL = 1;

/** What a policy that follows its files is made with. */
export interface LivePolicyOptions extends PolicyPlaces, AssemblyOptions {
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  readonly metrics: Pick<AccessMetrics, 'policyValid'>;
  readonly clock?: TaskClock;
}

/** The policy as its files have it now, or had it when they were last right. */
export class LivePolicy {
  readonly #options: LivePolicyOptions;
  readonly #task: PeriodicTask;
  #signature: string;
  #policy: Policy;
  #hadMainFile: boolean;
  #problem: string | undefined;

  /** @throws `INSP_POLICY_INVALID` with every problem, unless problems are to be passed over */
  constructor(options: LivePolicyOptions) {
    this.#options = options;
    this.#signature = policySignature(options);
    const { assembly, hasMainFile } = this.#read();
    if (assembly.policy === undefined) throw invalidPolicy(assembly);
    this.#policy = assembly.policy;
    this.#hadMainFile = hasMainFile;
    this.#report(assembly);
    this.#task = createPeriodicTask(async () => this.look(), {
      intervalSeconds: INTERVAL,
      onError: (error) => options.log.error(`The policy files cannot be looked at: ${thrownText(error)}`),
      ...(options.clock && { clock: options.clock }),
    });
  }

  /** What decides now. */
  get current(): Policy {
    return this.#policy;
  }

  /** What is wrong with the files as they are; undefined: nothing, so they are in force. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Begins to follow the files. */
  start(): void {
    this.#task.start();
  }

  /** Ends following the files. */
  stop(): Promise<void> {
    return this.#task.stop();
  }

  /** Reads the files again if something about them has changed. Rules that are wrong leave the last good ones in force. */
  look(): void {
    const signature = policySignature(this.#options);
    if (signature === this.#signature) return;
    this.#signature = signature;
    const { log, metrics, policyFile } = this.#options;
    const { assembly, hasMainFile } = this.#read();
    if (this.#hadMainFile && !hasMainFile) {
      metrics.policyValid.set(0);
      this.#problem = `The policy file ${policyFile} is gone; its last rules stay in force. Put it back, or restart the service`;
      log.error(this.#problem);
      return;
    }
    if (assembly.policy === undefined) {
      metrics.policyValid.set(0);
      this.#problem = `${invalidPolicy(assembly).message}\nThe rules from before stay in force.`;
      log.error(this.#problem);
      return;
    }
    this.#policy = assembly.policy;
    this.#hadMainFile = hasMainFile;
    log.info('The policy was read again');
    this.#report(assembly);
  }

  #read(): { readonly assembly: Assembly; readonly hasMainFile: boolean } {
    const { cwd, policyFile, log } = this.#options;
    const found = findPolicy(this.#options);
    for (const warning of found.warnings) log.warn(problemText(warning));
    const assembly = assemblePolicy(found.files, this.#options);
    return { assembly, hasMainFile: found.paths.includes(resolve(cwd, policyFile)) };
  }

  #report({ problems, warnings }: Assembly): void {
    const { log, metrics } = this.#options;
    metrics.policyValid.set(problems.length === 0 ? 1 : 0);
    this.#problem = problems.length === 0 ? undefined : invalidPolicy({ problems }).message;
    for (const problem of problems)
      log.error(`${problemText(problem)}; the rule, and all that contain it, deny`);
    for (const warning of warnings) log.warn(problemText(warning));
  }
}

/** The error that lists all problems of a policy. */
export function invalidPolicy({ problems }: Pick<Assembly, 'problems'>): InspectorError {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  const lines = problems.map((problem) => `  ${problemText(problem)}`);
  return new InspectorError('INSP_POLICY_INVALID', `The policy has ${count}:\n${lines.join('\n')}`);
}
