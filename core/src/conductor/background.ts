import { InspectorError } from '@inspector/plugin-api';
import type { Log } from '../log/log.js';
import { Permit } from '../tasks/permit.js';
import { within } from '../tasks/within.js';

/** How long work may take to end once it was cut off, in milliseconds. */
const LAST_WORDS = 1000;

const stopping = (): InspectorError =>
  new InspectorError('INSP_SHUTTING_DOWN', 'The service is stopping; try again in a moment');

/**
 * Work that goes on after its request was answered: bounded in number, awaited when the service stops.
 */
export class BackgroundWork {
  private readonly running = new Set<Promise<void>>();
  private readonly queue: (() => void)[] = [];
  #active = 0;
  private closed = false;
  /** Ends when the service has waited long enough: all work ends with it. */
  readonly permit = new Permit();

  constructor(
    private readonly limit: number,
    private readonly log: Log,
  ) {}

  /** @throws `INSP_SHUTTING_DOWN` once the service is stopping. */
  assertOpen(): void {
    if (this.closed) throw stopping();
  }

  /** Whether the service has waited long enough: what fails from now on fails because the service stops. */
  get cutOff(): boolean {
    return this.permit.reason !== undefined;
  }

  /** How much work goes on now. */
  get active(): number {
    return this.#active;
  }

  /** How much work waits for a place. */
  get queued(): number {
    return this.queue.length;
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
   * Takes no new work from requests and waits for what runs, at most so long. What goes on after that is cut off, and
   * gets a moment to write down that it was.
   *
   * @param limitMilliseconds - how long to wait
   * @returns whether everything ended in time
   */
  async drain(limitMilliseconds: number): Promise<boolean> {
    this.closed = true;
    const ended = await within(this.idle(), limitMilliseconds);
    this.permit.end(stopping);
    return ended || (await within(this.idle(), LAST_WORDS));
  }

  private async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }

  private async place(): Promise<void> {
    if (this.#active < this.limit) this.#active++;
    else await new Promise<void>((resolve) => this.queue.push(resolve));
  }

  /** Gives the place to whoever waits longest; only when nobody does it becomes free. */
  private leave(): void {
    const next = this.queue.shift();
    if (next) next();
    else this.#active--;
  }
}
