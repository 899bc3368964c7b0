import type { Timing } from '../conductor/timing.js';
import type { IgnoredFile } from '../config/ignored-files.js';
import type { InspectorConfig } from '../config/types.js';
import type { Log } from '../log/log.js';
import type { PluginFaults } from '../plugin-host/faults/plugin-faults.js';

/** Where the configuration of a service comes from. */
export interface ConfigOrigin {
  /** The file; undefined: none was found. */
  readonly path: string | undefined;
  /** Files that could be taken for it. */
  readonly ignored: readonly IgnoredFile[];
}

/** What every process of the service is started with. */
export interface StartOptions {
  /** Resolved: every default filled in. */
  readonly config: InspectorConfig;
  /** Where relative paths start and plugins are searched. */
  readonly cwd: string;
  readonly log: Log;
  /** Where the configuration comes from; undefined: a program passed it. */
  readonly origin?: ConfigOrigin | undefined;
  /** Aborted when the start is to stop before it has ended; afterwards `close` is how to stop. */
  readonly signal?: AbortSignal | undefined;
  /** Gets what plugins let escape, where the program feeds it with unhandled errors. */
  readonly faults?: PluginFaults | undefined;
  /** Watch from another thread that no code keeps everything else from running; it may end the process. Default: false. */
  readonly watchStalls?: boolean | undefined;
  /** Default: what suits the ramdisks out there. */
  readonly timing?: Partial<Timing> | undefined;
}
