import pLimit from 'p-limit';
import { setTimeout as sleep } from 'node:timers/promises';
import { InspectorError } from '@inspector/plugin-api';

/** How time passes between reboots; tests bring their own. */
export interface DelayClock {
  /** Milliseconds since some moment; never set back. */
  now(): number;
  /** Waits; rejects when the signal is aborted before. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<unknown>;
}

const steadyClock: DelayClock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
};

/** Keeps managed reboots apart, so that a rack of machines does not ask DHCP and power at the same moment. */
export interface RebootDelay {
  /**
   * Resolves when it is the caller's turn, first come, first served.
   *
   * @throws `INSP_SHUTTING_DOWN` when the service stops before
   */
  turn(): Promise<void>;
}

/** Keeps the reboots of this process apart. */
export class LocalRebootDelay implements RebootDelay {
  private last = -Infinity;
  private readonly line = pLimit(1);

  /** @param seconds - shortest time between two turns; 0: everybody goes at once */
  constructor(
    private readonly seconds: number,
    private readonly signal: AbortSignal,
    private readonly clock: DelayClock = steadyClock,
  ) {}

  /** How many wait for their turn. */
  get waiting(): number {
    return this.line.activeCount + this.line.pendingCount;
  }

  async turn(): Promise<void> {
    if (this.seconds <= 0) return;
    await this.line(async () => {
      const wait = this.last + this.seconds * 1000 - this.clock.now();
      if (wait > 0) await this.sleep(wait);
      this.last = this.clock.now();
    });
  }

  private async sleep(milliseconds: number): Promise<void> {
    try {
      await this.clock.sleep(milliseconds, this.signal);
    } catch (cause) {
      const text = 'The service stopped before the node could be rebooted; start its introspection again';
      throw new InspectorError('INSP_SHUTTING_DOWN', text, { cause });
    }
  }
}
