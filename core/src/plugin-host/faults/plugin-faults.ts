import { InspectorError, thrownClass, thrownText } from '@inspector/plugin-api';
import { GROUP_RULES, type PluginPackage } from '@inspector/plugin-api/package';
import type { LineLog } from '../../log/log.js';
import { culpritOf, type Culprit } from './blame.js';
import { stopWatchedWork } from '../../tasks/fault-watch.js';
import type { RunningPlugin } from './running-plugin.js';

/** How an error came to nobody: `exception` in a timer or an event, `rejection` of a promise that nobody awaited. */
export type FaultKind = 'exception' | 'rejection';

/** What becomes of hooks, rule conditions and rule actions that fail behind their back. */
export type OnFailure = 'stop' | 'disable';

/** What the faults of one plugin or package have come to. */
export interface FaultCount {
  readonly count: number;
  /** Text of the last one. */
  readonly last: string;
}

/** What a fault means for the process. */
export type Verdict = 'goes on' | 'has to stop';

/** So many faults of a plugin are logged one by one; then only the hundredth, the thousandth and so on. */
const LOGGED = 10;

/** Told of each fault, for metrics. */
type Listener = (culprit: Culprit, kind: FaultKind) => void;

/**
 * Errors that no code handles, such as one in a timer: names the plugin that is at fault, and decides what it costs.
 * A hook or a rule costs the introspection it worked for, or is not used any more; anything else costs the process,
 * which then stops in order.
 */
export class PluginFaults {
  readonly #log: LineLog;
  readonly #onFailure: OnFailure;
  readonly #counts = new Map<string, FaultCount>();
  readonly #disabled = new Map<string, string>();
  readonly #listeners: Listener[] = [];
  #packages: readonly PluginPackage[] = [];

  constructor({ log, onFailure }: { readonly log: LineLog; readonly onFailure: OnFailure }) {
    this.#log = log;
    this.#onFailure = onFailure;
  }

  /** Tells which packages are installed, so that stacks can be read. */
  know(packages: readonly PluginPackage[]): void {
    this.#packages = packages;
  }

  /** Calls a listener for each fault of a plugin. */
  onFault(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Takes an error that nobody handled, in the asynchronous context in which it came up. */
  take(error: unknown, kind: FaultKind): Verdict {
    const culprit = culpritOf(error, this.#packages);
    if (culprit === undefined) {
      this.#log.fatal({ err: error, fault: kind }, `${UNKNOWN[kind]}: ${describe(error)}. The service stops`);
      return 'has to stop';
    }
    const count = (this.#counts.get(keyOf(culprit))?.count ?? 0) + 1;
    const text = `${labelOf(culprit)} ${HOW[kind]}: ${describe(error)}`;
    this.#counts.set(keyOf(culprit), { count, last: text });
    for (const listener of this.#listeners) listener(culprit, kind);
    const end = this.#decide(culprit, text);
    if (count <= LOGGED || /^10+$/.test(String(count))) {
      const fields = {
        plugin: culprit.plugin?.name,
        package: culprit.packageName,
        err: error,
        fault: kind,
        faults: count,
      };
      this.#log[end.verdict === 'goes on' ? 'error' : 'fatal'](fields, `${text}. ${end.said}`);
    }
    return end.verdict;
  }

  /** The faults of a plugin so far; undefined: none. */
  of(plugin: RunningPlugin): FaultCount | undefined {
    return this.#counts.get(keyOfPlugin(plugin)) ?? this.#counts.get(plugin.packageName);
  }

  /** Why a plugin is not used any more; undefined: it is. */
  whyDisabled(plugin: RunningPlugin): string | undefined {
    return this.#disabled.get(keyOfPlugin(plugin)) ?? this.#disabled.get(plugin.packageName);
  }

  #decide(culprit: Culprit, text: string): { readonly verdict: Verdict; readonly said: string } {
    if (!isExpendable(culprit)) return { verdict: 'has to stop', said: 'The service stops' };
    if (this.#onFailure === 'disable' && culprit.plugin?.group !== 'inspector.hook.node-not-found') {
      this.#disabled.set(keyOf(culprit), text);
      return {
        verdict: 'goes on',
        said: 'It is not used any more until the next start (pluginHost.onFailure)',
      };
    }
    stopWatchedWork(faultError(culprit, text));
    return { verdict: 'goes on', said: 'The introspection it worked for ends; the service goes on' };
  }
}

const HOW: Readonly<Record<FaultKind, string>> = {
  exception: 'threw where nobody catches it (in a timer, an event or a callback)',
  rejection: 'left a promise without await, and it rejected',
};

const UNKNOWN: Readonly<Record<FaultKind, string>> = {
  exception: 'Unexpected exception that nobody caught',
  rejection: 'Unexpected rejection of a promise that nobody awaited',
};

const describe = (error: unknown): string =>
  InspectorError.is(error) ? error.message : `${thrownClass(error)}: ${thrownText(error)}`;

const keyOfPlugin = ({ group, name, packageName }: RunningPlugin): string =>
  `${packageName} ${group} ${name}`;

const keyOf = ({ packageName, plugin }: Culprit): string =>
  plugin === undefined ? packageName : keyOfPlugin({ packageName, ...plugin });

const labelOf = ({ packageName, plugin }: Culprit): string =>
  plugin === undefined
    ? `Package ${packageName}`
    : `The ${GROUP_RULES[plugin.group].noun} "${plugin.name}" of ${packageName}`;

/** Introspections can do without a hook or a rule, but not without the bare metal service or the storage. */
const isExpendable = ({ kind }: Culprit): boolean => kind === 'hook' || kind === 'rule';

/** Status 400: the same data would meet the same fault, so no ramdisk should repeat them. */
const faultError = ({ plugin, packageName }: Culprit, text: string): InspectorError =>
  new InspectorError(
    'INSP_PLUGIN_FAULT',
    `${text}. Tell its author; to go on without it, ${wayOut(packageName, plugin)}`,
    {
      status: 400,
    },
  );

function wayOut(packageName: string, plugin: Culprit['plugin']): string {
  const option = plugin && GROUP_RULES[plugin.group].option;
  return option
    ? `take ${plugin.name} out of ${option}`
    : `remove the rules that use it, or ${packageName} itself`;
}
