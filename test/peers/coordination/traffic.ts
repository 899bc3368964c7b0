import { setTimeout as pause } from 'node:timers/promises';
import { Observer } from './observer.js';
import type { Process } from './process.js';

/** Milliseconds a worker waits for a lease before it takes another one. */
const PATIENCE = 5000;

/** Workers of several processes that want the same few nodes, all the time. */
export class Traffic {
  readonly observer: Observer;
  readonly #end = new AbortController();
  readonly #work: Promise<void>[];
  /** Leases that each process has had. */
  readonly counts: number[];

  /** @param random - from 0 to 1 */
  constructor(
    private readonly processes: readonly Process[],
    private readonly nodes: readonly string[],
    private readonly random: () => number,
  ) {
    this.observer = new Observer(processes.map(({ coordinator }) => coordinator));
    this.counts = processes.map(() => 0);
    this.#work = [
      ...processes.flatMap((_, who) => [this.#worker(who), this.#worker(who)]),
      this.#until(10, () => this.observer.look()),
    ];
  }

  /** Ends the work, and waits for the end. */
  async stop(): Promise<void> {
    this.#end.abort();
    await Promise.all(this.#work);
  }

  async #until(milliseconds: number, work: () => Promise<void> | void): Promise<void> {
    while (!this.#end.signal.aborted) {
      await work();
      await pause(milliseconds);
    }
  }

  #worker(who: number): Promise<void> {
    return this.#until(1, async () => {
      const { coordinator } = this.processes[who]!;
      const node = this.nodes[Math.floor(this.random() * this.nodes.length)]!;
      const patience = AbortSignal.timeout(PATIENCE);
      try {
        const lease = await (this.random() < 0.3
          ? coordinator.tryAcquire(node)
          : coordinator.acquire(node, { signal: patience }));
        if (lease === undefined) return;
        this.observer.got(who, node, lease);
        await pause(this.random() * 20);
        this.observer.releases(node, lease);
        if (!lease.signal.aborted) this.counts[who]!++;
        await lease.release();
      } catch (error) {
        if (error !== patience.reason) this.observer.failed(error);
      }
    });
  }
}
