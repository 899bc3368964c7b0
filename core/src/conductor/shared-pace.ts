import { setTimeout as sleep } from 'node:timers/promises';
import type { Coordinator } from '@inspector/plugin-api';
import type { RebootPace } from './delay.js';

/** The lease of the reboot that happened last. It has the form of a node's, and no node has this UUID. */
const LINE = '00000000-0000-4000-8000-00007265626f';

/**
 * The pace of all conductors together: whoever reboots a machine holds a lease for as long as the pause lasts. When that
 * conductor dies, the lease ends by itself.
 */
export class SharedPace implements RebootPace {
  /**
   * @param seconds - shortest time between two reboots
   * @param stopping - frees the lease at once
   */
  constructor(
    private readonly seconds: number,
    private readonly coordinator: Pick<Coordinator, 'acquire'>,
    private readonly stopping: AbortSignal,
  ) {}

  async next(signal: AbortSignal): Promise<void> {
    const lease = await this.coordinator.acquire(LINE, { signal });
    void this.pause().then(() => lease.release());
  }

  private async pause(): Promise<void> {
    const options = { signal: this.stopping, ref: false };
    await sleep(this.seconds * 1000, undefined, options).catch(() => undefined);
  }
}
