import { AsyncSeriesHook } from 'tapable';
import type { HookResult } from '../db/types.js';
import {
  InspectorError,
  type HookCall,
  type HookDefinition,
  type HookInstance,
  type IntrospectionData,
  thrownClass,
  thrownText,
} from '@inspector/plugin-api';
import type { ExplainRefusal } from '@inspector/plugin-api/node';
import type { HookRunner, LimitedHandle } from './types.js';
import { markHook } from '../errors/hook-of-error.js';
import { isOutage } from '../errors/outage.js';
import { Permit } from '../tasks/permit.js';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';
import type { LoadedPlugin } from '../plugin-host/host-types.js';
import { mergeResult, type HookOutcome } from './hook-results.js';
import { machineFields } from '../node/log-prefix.js';
import { beginRun, duringRun, linesLeftOut } from '../plugin-host/plugin-log.js';
import { withTimeLimit } from '@inspector/plugin-api/package';
import { assertNoFault } from '../tasks/fault-watch.js';
import { inNameOf, type RunningPlugin } from '../plugin-host/faults/running-plugin.js';
import { unfitMember } from './unfit-member.js';

/** A processing hook in use. */
export type LoadedHook = LoadedPlugin<HookDefinition, HookInstance>;

/** What a hook runner is made with. */
export interface HookRunnerOptions {
  /** Seconds one hook may take in one phase. */
  readonly timeoutSeconds: number;
  readonly metrics: Pick<Metrics, 'hookSeconds'>;
  readonly log: Log;
  /** Why a hook is not used any more; undefined: it is. */
  readonly whyDisabled: (plugin: RunningPlugin) => string | undefined;
}

type Phase = 'beforeProcessing' | 'beforeUpdate';

interface Pass {
  readonly data: IntrospectionData;
  readonly node?: LimitedHandle;
  readonly permit: Permit;
  readonly done: (hook: string, outcome: HookOutcome) => void;
  /** Lines of the phase in which failures are collected. */
  readonly faults: string[];
  /** Gets a failure of a service that a hook asked: no fault of the data. */
  readonly away: (error: unknown) => void;
}

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
  return {
    begin(data, permit) {
      const results: HookResult[] = [];
      const faults: string[] = [];
      let outage: unknown;
      const away: Pass['away'] = (error) => (outage ??= error);
      const done: Pass['done'] = (hook, outcome) => mergeResult(results, order, hook, outcome);
      return {
        results,
        faults,
        get outage() {
          return outage;
        },
        beforeProcessing: () => chains.beforeProcessing.promise({ data, faults, away, permit, done }),
        async beforeUpdate(node, right) {
          const reached = new Set<string>();
          const noting: Pass['done'] = (hook, outcome) => {
            reached.add(hook);
            done(hook, outcome);
          };
          try {
            await chains.beforeUpdate.promise({ data, node, faults, away, permit: right, done: noting });
          } finally {
            for (const { name, instance } of hooks) {
              if (instance.beforeUpdate && !reached.has(name)) done(name, SKIPPED);
            }
          }
        },
      };
    },
  };
}

const SKIPPED: HookOutcome = { outcome: 'skipped', milliseconds: 0, messages: [] };

/** Runs a hook before look-up: what it throws becomes a failure line, as ironic-inspector words it. */
async function collecting(hook: LoadedHook, pass: Pass, options: HookRunnerOptions): Promise<void> {
  try {
    await runHook(hook, 'beforeProcessing', pass, options);
  } catch (error) {
    if (isOutage(error)) return pass.away(error);
    pass.faults.push(
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
  const { name, packageName } = hook;
  const { timeoutSeconds, metrics, log, whyDisabled } = options;
  const self: RunningPlugin = { group: 'inspector.hook.processing', name, packageName };
  const reason = whyDisabled(self);
  if (reason !== undefined)
    return pass.done(name, { outcome: 'skipped', milliseconds: 0, messages: [reason] });
  const about = { ...machineFields(pass.node?.record, pass.data) };
  const run = beginRun(name, about);
  const fields = { plugin: name, package: packageName, ...about };
  const permit = new Permit(pass.permit);
  const start = performance.now();
  const end = (outcome: 'ok' | 'degraded' | 'failed', messages: readonly string[]): void => {
    const milliseconds = performance.now() - start;
    metrics.hookSeconds.observe({ hook: name, phase, outcome }, milliseconds / 1000);
    const leftOut = linesLeftOut(run);
    if (leftOut === 0) return pass.done(name, { outcome, milliseconds, messages });
    const summary = `${leftOut} more lines of this hook were left out`;
    log.warn({ ...fields, phase }, summary);
    pass.done(name, { outcome, milliseconds, messages: [...messages, summary] });
  };
  try {
    await withTimeLimit(
      () => duringRun(run, () => inNameOf(self, () => callHook(hook, phase, pass, permit))),
      timeoutSeconds,
      () => {
        const error = tooSlow(name, timeoutSeconds);
        permit.end(() => error);
        return error;
      },
      (err) => log.warn({ err, ...fields }, 'hook failed after its time limit'),
    );
    permit.end(() => tooLate(name));
    assertNoFault();
    assertFit(hook, pass.data);
  } catch (thrown) {
    const error = typeof thrown === 'object' && thrown !== null ? thrown : new Error(String(thrown));
    markHook(error, name);
    log[InspectorError.is(error) ? 'debug' : 'error']({ err: error, ...fields }, `Hook ${name} failed`);
    end('failed', [...run.warnings, thrownText(error)]);
    throw error;
  }
  end(run.warnings.length > 0 ? 'degraded' : 'ok', run.warnings);
}

function callHook(
  { name, instance }: LoadedHook,
  phase: Phase,
  { data, node }: Pass,
  permit: Permit,
): void | Promise<void> {
  const call: HookCall = {
    get signal() {
      return permit.signal;
    },
  };
  if (phase === 'beforeUpdate' && node)
    return instance.beforeUpdate?.(data, node.within(permit, explainRefusal(name), `hook ${name}`), call);
  return instance.beforeProcessing?.(data, call);
}

/** Changes of hooks are sent together after all of them; the one that is refused names its hook. */
const explainRefusal =
  (hook: string): ExplainRefusal =>
  (refusal, operations) =>
    new InspectorError(
      'INSP_HOOK_FAILED',
      `Hook ${hook}: the bare metal service refuses its change of ${operations.map(({ path }) => path).join(', ')}: ${refusal.message}`,
      { cause: refusal },
    );

/** What a hook that has ended gets when it still acts on the node. */
const tooLate = (hook: string): InspectorError =>
  new InspectorError(
    'INSP_PLUGIN_FAULT',
    `Hook ${hook} acts on the node after it has ended; it has to await everything that it begins`,
    { status: 400 },
  );

/**
 * Refuses values that would be stored as something else. Hooks of this project are tested for that, and their data are
 * not looked at again.
 */
function assertFit({ name, packageName }: LoadedHook, data: IntrospectionData): void {
  if (packageName.startsWith('@inspector/')) return;
  const unfit = unfitMember(data);
  if (unfit === undefined) return;
  throw new InspectorError(
    'INSP_PLUGIN_BAD_DATA',
    `Hook ${name} (${packageName}) left ${unfit.what} in the data at ${unfit.path}, which JSON has no form for; ` +
      'it has to leave texts, numbers, booleans, null, lists and plain objects',
    { status: 400 },
  );
}

/** Status 400: the introspection is over, and the same data would take as long again, so no ramdisk should repeat them. */
const tooSlow = (hook: string, seconds: number): InspectorError =>
  new InspectorError(
    'INSP_PLUGIN_TIMEOUT',
    `Hook ${hook} took longer than ${seconds} seconds; raise pluginHost.timeout or take it out of processing.processingHooks, ` +
      'then process the stored data again (inspector introspection reapply)',
    { status: 400 },
  );
