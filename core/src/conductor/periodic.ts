import type { Log } from '../log.js';

/** A task that runs again and again, never two runs at once; a run that fails is logged and the next one comes. */
export class PeriodicTask {
  private timer: NodeJS.Timeout | undefined;
  private current: Promise<void> | undefined;

  constructor(
    private readonly name: string,
    private readonly seconds: number,
    private readonly task: () => Promise<void>,
    private readonly log: Log,
  ) {}

  /** Begins; the first run comes after one interval. 0 seconds: never. */
  start(): void {
    if (this.seconds > 0) this.timer = setInterval(() => this.tick(), this.seconds * 1000);
  }

  /** Stops and waits for a run in progress. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.current;
  }

  private tick(): void {
    if (this.current) return;
    this.current = this.task()
      .catch((error: unknown) => {
        this.log.error(
          { err: error },
          `Periodic task "${this.name}" failed, it runs again in ${this.seconds} s`,
        );
      })
      .finally(() => {
        this.current = undefined;
      });
  }
}
