import { InspectorError } from '@inspector/plugin-api';
import type { Log } from '../log/log.js';
import { within } from '../tasks/within.js';

/**
 * Work that goes on after its request was answered: bounded in number, awaited when the service stops.
 */
export class BackgroundWork {
  private readonly running = new Set<Promise<void>>();
  private readonly queue: (() => void)[] = [];
  private active = 0;
  private closed = false;
  private abandoned = false;

  constructor(
    private readonly limit: number,
    private readonly log: Log,
  ) {}

  /** @throws `INSP_SHUTTING_DOWN` once the service is stopping. */
  assertOpen(): void {
    if (this.closed)
      throw new InspectorError('INSP_SHUTTING_DOWN', 'The service is stopping; try again in a moment');
  }

  /** Whether the service has waited long enough: what fails from now on fails because everything is taken away. */
  get cutOff(): boolean {
    return this.abandoned;
  }

  /** Starts work, at once or when a place is free. The work handles its own failures; what escapes is logged. */
  run(name: string, work: () => Promise<void>): void {
    const done = this.place()
      .then(work)
      .catch((error: unknown) => {
        this.log.error({ err: error }, `Background work "${name}" failed`);
      })
      .finally(() => {
        this.leave();
        this.running.delete(done);
      });
    this.running.add(done);
  }

  /**
   * Takes no new work from requests and waits for what runs, at most so long. What goes on after that is cut off.
   *
   * @param limitMilliseconds - how long to wait
   * @returns whether everything ended in time
   */
  async drain(limitMilliseconds: number): Promise<boolean> {
    this.closed = true;
    const ended = await within(this.idle(), limitMilliseconds);
    this.abandoned = true;
    return ended;
  }

  private async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }

  private async place(): Promise<void> {
    if (this.active < this.limit) this.active++;
    else await new Promise<void>((resolve) => this.queue.push(resolve));
  }

  /** Gives the place to whoever waits longest; only when nobody does it becomes free. */
  private leave(): void {
    const next = this.queue.shift();
    if (next) next();
    else this.active--;
  }
}
