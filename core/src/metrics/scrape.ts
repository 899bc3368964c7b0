import { Counter, type Registry } from 'prom-client';
import { within } from '../tasks/within.js';

/** Milliseconds a look may take: Prometheus gives up after ten seconds by default. */
const LIMIT = 2000;

/** What is looked at when metrics are asked for, and only then. Those who ask at the same time share one look. */
export class Scrape {
  readonly #looks: (() => Promise<void>)[] = [];
  readonly #failures: Counter;
  #running: Promise<void> | undefined;

  constructor(registers: Registry[]) {
    this.#failures = new Counter({
      name: 'inspector_scrape_failures_total',
      help: 'Looks at database and members that failed, or took longer than 2 s, while metrics were asked for.',
      registers,
    });
  }

  /** Has something looked at from now on. */
  add(look: () => Promise<void>): void {
    this.#looks.push(look);
  }

  /** Looks at everything; never rejects. */
  look(): Promise<void> {
    this.#running ??= this.#all().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #all(): Promise<void> {
    await Promise.all(this.#looks.map((look) => this.#one(look)));
  }

  async #one(look: () => Promise<void>): Promise<void> {
    let failed = false;
    const done = look().catch(() => {
      failed = true;
    });
    const ended = await within(done, LIMIT);
    if (failed || !ended) this.#failures.inc();
  }
}
