import { setTimeout as sleep } from 'node:timers/promises';
import { InspectorError } from '@inspector/plugin-api';

/** Keeps managed reboots apart, so that a rack of machines does not ask DHCP and power at the same moment. */
export class RebootDelay {
  private last = -Infinity;
  private line: Promise<void> = Promise.resolve();

  /** @param seconds - shortest time between two turns; 0: everybody goes at once */
  constructor(
    private readonly seconds: number,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Resolves when it is the caller's turn, first come, first served.
   *
   * @throws `INSP_SHUTTING_DOWN` when the service stops before
   */
  turn(): Promise<void> {
    if (this.seconds <= 0) return Promise.resolve();
    const turn = this.line.then(async () => {
      const wait = this.last + this.seconds * 1000 - performance.now();
      if (wait > 0) await this.sleep(wait);
      this.last = performance.now();
    });
    this.line = turn.catch(() => undefined);
    return turn;
  }

  private async sleep(milliseconds: number): Promise<void> {
    try {
      await sleep(milliseconds, undefined, { signal: this.signal });
    } catch (cause) {
      const text = 'The service stopped before the node could be rebooted; start its introspection again';
      throw new InspectorError('INSP_SHUTTING_DOWN', text, { cause });
    }
  }
}
