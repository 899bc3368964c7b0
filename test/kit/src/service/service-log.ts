/** A line of the log of a service. */
export interface ServiceLogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** The log of a service, kept for tests to look at. */
export class ServiceLog {
  readonly lines: ServiceLogLine[] = [];
  readonly #watchers = new Set<() => void>();

  /** Takes a line of JSON. */
  write(line: string): void {
    this.lines.push(JSON.parse(line) as ServiceLogLine);
    for (const watcher of this.#watchers) watcher();
  }

  /** Calls a function after each line; the result ends that. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** The last warnings and errors, a line each, for the text of a failure. */
  complaints(): string {
    const loud = this.lines.filter(({ level }) => level === 'warn' || level === 'error' || level === 'fatal');
    return loud
      .slice(-MOST)
      .map(({ level, msg }) => `\n  ${level}: ${msg}`)
      .join('');
  }
}

/** How many complaints a failure repeats. */
const MOST = 5;
