import { watch, type FSWatcher } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';

/**
 * Remembers which names in a folder somebody touched: made, removed, renamed, wrote to, or gave another mode. The
 * kernel tells, so that nobody has to look at ten thousand files to find the two that changed.
 */
export class FolderWatch {
  readonly #watcher: FSWatcher;
  #touched = new Set<string>();
  #reliable = true;

  /** Throws when the folder cannot be watched, as when the user has no inotify instances left. */
  constructor(path: string) {
    this.#watcher = watch(path, { persistent: false }, (_event, name) => {
      if (name === null) this.#reliable = false;
      else if (!name.startsWith('.')) this.#touched.add(name);
    });
    this.#watcher.on('error', () => (this.#reliable = false));
  }

  /** The names touched since the last call; undefined when the watch broke and nobody knows. */
  async take(): Promise<ReadonlySet<string> | undefined> {
    // The kernel is asked before each round of immediates. Whoever calls from the callback of a socket comes after
    // that in this round, so only the second one knows what happened in the callback.
    await breathe();
    await breathe();
    const touched = this.#touched;
    this.#touched = new Set();
    return this.#reliable ? touched : undefined;
  }

  close(): void {
    this.#watcher.close();
  }
}
