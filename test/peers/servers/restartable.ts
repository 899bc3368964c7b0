import { startDaemon, type Daemon, type DaemonOptions } from './daemon.js';

/** A daemon that a test ends and starts again. */
export class Restartable {
  private running: Daemon | undefined;

  constructor(private readonly options: DaemonOptions) {}

  /** Starts it and waits until it serves. */
  async start(): Promise<void> {
    this.running = await startDaemon(this.options);
  }

  /** Stops it where it is, until it is resumed. */
  pause(): void {
    this.running?.pause();
  }

  resume(): void {
    this.running?.resume();
  }

  /** Ends it in an orderly way, or as a power cut would. */
  async end(how: 'stop' | 'kill'): Promise<void> {
    const daemon = this.running;
    this.running = undefined;
    await daemon?.[how]();
  }
}
