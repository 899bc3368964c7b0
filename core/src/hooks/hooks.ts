import { AsyncSeriesHook } from 'tapable';
import type { HookResult } from '../db/types.js';
import {
  InspectorError,
  type NodeHandle,
  type HookDefinition,
  type HookInstance,
  type IntrospectionData,
  thrownClass,
  thrownText,
} from '@inspector/plugin-api';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';
import type { LoadedPlugin } from '../plugin-host/host-types.js';
import { mergeResult, type HookOutcome } from './hook-results.js';
import { duringRun, type HookRun } from '../plugin-host/plugin-log.js';
import { withTimeLimit } from '@inspector/plugin-api/package';

/** A processing hook in use. */
export type LoadedHook = LoadedPlugin<HookDefinition, HookInstance>;

/** What a hook runner is made with. */
export interface HookRunnerOptions {
  /** Seconds one hook may take in one phase. */
  readonly timeoutSeconds: number;
  readonly metrics: Pick<Metrics, 'hookSeconds'>;
  readonly log: Log;
}

/** Runs the enabled hooks in their configured order. */
export interface HookRunner {
  /**
   * Runs the part before look-up of every hook. A failure does not stop the others.
   *
   * @param results - Gets how each hook went.
   * @returns One line per failure.
   */
  beforeProcessing(data: IntrospectionData, results?: HookResult[]): Promise<string[]>;
  /**
   * Runs the part after look-up of the hooks until one fails.
   *
   * @param results - Gets how each hook went, those not reached as `skipped`.
   * @throws What the hook threw; {@link failedHook} tells which hook it was.
   */
  beforeUpdate(data: IntrospectionData, node: NodeHandle, results?: HookResult[]): Promise<void>;
}

type Phase = 'beforeProcessing' | 'beforeUpdate';

interface Pass {
  readonly data: IntrospectionData;
  readonly node?: NodeHandle;
  readonly done: (hook: string, outcome: HookOutcome) => void;
  /** Failure lines of the phase in which failures are collected. */
  readonly failures: string[];
}

const hookOfError = new WeakMap<object, string>();

/** The hook that threw an error which a {@link HookRunner} passed on. */
export const failedHook = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null ? hookOfError.get(error) : undefined;

/**
 * Makes the runner. Hooks are tapped into tapable series in the order given, never by its `stage` or `before`; each
 * tap measures, limits and names what it runs.
 */
export function createHookRunner(hooks: readonly LoadedHook[], options: HookRunnerOptions): HookRunner {
  const chains = {
    beforeProcessing: new AsyncSeriesHook<[Pass]>(['pass'], 'beforeProcessing'),
    beforeUpdate: new AsyncSeriesHook<[Pass]>(['pass'], 'beforeUpdate'),
  };
  for (const hook of hooks) {
    if (hook.instance.beforeProcessing) {
      chains.beforeProcessing.tapPromise(hook.name, (pass) => collecting(hook, pass, options));
    }
    if (hook.instance.beforeUpdate) {
      chains.beforeUpdate.tapPromise(hook.name, (pass) => runHook(hook, 'beforeUpdate', pass, options));
    }
  }
  const order = hooks.map(({ name }) => name);
  const into =
    (results: HookResult[]): Pass['done'] =>
    (hook, outcome) =>
      mergeResult(results, order, hook, outcome);
  return {
    async beforeProcessing(data, results = []) {
      const failures: string[] = [];
      await chains.beforeProcessing.promise({ data, failures, done: into(results) });
      return failures;
    },
    async beforeUpdate(data, node, results = []) {
      const done = into(results);
      const reached = new Set<string>();
      const pass: Pass = {
        data,
        node,
        failures: [],
        done: (hook, outcome) => {
          reached.add(hook);
          done(hook, outcome);
        },
      };
      try {
        await chains.beforeUpdate.promise(pass);
      } finally {
        for (const { name, instance } of hooks) {
          if (instance.beforeUpdate && !reached.has(name)) done(name, SKIPPED);
        }
      }
    },
  };
}

const SKIPPED: HookOutcome = { outcome: 'skipped', milliseconds: 0, messages: [] };

/** Runs a hook before look-up: what it throws becomes a failure line, as ironic-inspector words it. */
async function collecting(hook: LoadedHook, pass: Pass, options: HookRunnerOptions): Promise<void> {
  try {
    await runHook(hook, 'beforeProcessing', pass, options);
  } catch (error) {
    pass.failures.push(
      InspectorError.is(error)
        ? `Preprocessing hook ${hook.name}: ${error.message}`
        : `Unexpected exception ${thrownClass(error)} during preprocessing in hook ${hook.name}: ${thrownText(error)}`,
    );
  }
}

async function runHook(
  hook: LoadedHook,
  phase: Phase,
  pass: Pass,
  options: HookRunnerOptions,
): Promise<void> {
  const { name, packageName, instance } = hook;
  const { timeoutSeconds, metrics, log } = options;
  const uuid = pass.node?.uuid;
  const run: HookRun = { hook: name, warnings: [], ...(uuid === undefined ? {} : { node: uuid }) };
  const fields = { plugin: name, package: packageName, ...(uuid === undefined ? {} : { node: uuid }) };
  const start = performance.now();
  const end = (outcome: 'ok' | 'degraded' | 'failed', messages: readonly string[]): void => {
    const milliseconds = performance.now() - start;
    metrics.hookSeconds.observe({ hook: name, phase, outcome }, milliseconds / 1000);
    pass.done(name, { outcome, milliseconds, messages });
  };
  try {
    await withTimeLimit(
      () => duringRun(run, () => callHook(instance, phase, pass)),
      timeoutSeconds,
      () => tooSlow(name, timeoutSeconds),
      (err) => log.warn({ err, ...fields }, 'hook failed after its time limit'),
    );
  } catch (thrown) {
    const error = typeof thrown === 'object' && thrown !== null ? thrown : new Error(String(thrown));
    hookOfError.set(error, name);
    log.debug({ err: error, ...fields }, 'hook failed');
    end('failed', [...run.warnings, thrownText(error)]);
    throw error;
  }
  end(run.warnings.length > 0 ? 'degraded' : 'ok', run.warnings);
}

function callHook(instance: HookInstance, phase: Phase, { data, node }: Pass): void | Promise<void> {
  if (phase === 'beforeUpdate' && node) return instance.beforeUpdate?.(data, node);
  return instance.beforeProcessing?.(data);
}

const tooSlow = (hook: string, seconds: number): InspectorError =>
  new InspectorError(
    'INSP_PLUGIN_TIMEOUT',
    `Hook ${hook} took longer than ${seconds} seconds; raise pluginHost.timeout or take it out of processing.processingHooks`,
  );
