import { Worker } from 'node:worker_threads';
import type { PluginPackage } from '@inspector/plugin-api/package';
import type { InspectorConfig } from '../config/types.js';
import type { Log } from '../log/log.js';

/** Milliseconds between two signs of life. */
const BEAT = 200;

/** What the thread is allowed: it holds next to nothing, and a list of scripts while it looks. */
const HEAP_MB = 16;

/**
 * Watches from another thread that no code keeps everything else from running. It names the plugin whose code does, and
 * ends the process with SIGKILL past `pluginHost.stallLimit`: nothing milder reaches a thread that never rests.
 *
 * @param packages - whose folders tell which package some code belongs to
 * @returns stops watching
 */
export function watchForStalls(
  { stallWarning, stallLimit }: InspectorConfig['pluginHost'],
  packages: readonly PluginPackage[],
  log: Log,
): () => Promise<unknown> {
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const timer = setInterval(() => Atomics.add(beats, 0, 1), BEAT).unref();
  const thread = new Worker(new URL('../../threads/stall-watch.js', import.meta.url), {
    workerData: {
      beats,
      warning: stallWarning,
      limit: stallLimit,
      folders: packages.map(({ folder, name }) => [folder, name] as const),
    },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  // Without it, everything else works as before.
  thread.on('error', (err) =>
    log.error({ err }, 'Nobody watches over stalls any more: the thread that did has failed'),
  );
  thread.unref();
  return async () => {
    clearInterval(timer);
    await thread.terminate();
  };
}
