import type { Log } from './log.js';

/** What has been started, to be stopped in the reverse order; one that fails does not keep the others running. */
export class StopList {
  private readonly steps: { readonly name: string; readonly stop: () => Promise<void> }[] = [];
  private stopped: Promise<void> | undefined;

  constructor(private readonly log: Log) {}

  /** Notes something that was started. */
  add(name: string, stop: () => Promise<void>): void {
    this.steps.push({ name, stop });
  }

  /** Stops everything; a second call waits for the first. */
  stop(): Promise<void> {
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  private async stopAll(): Promise<void> {
    for (const { name, stop } of this.steps.reverse()) {
      try {
        await stop();
      } catch (error) {
        this.log.error({ err: error }, `Stopping the ${name} failed`);
      }
    }
  }
}
