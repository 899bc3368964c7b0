import { setTimeout as sleep } from 'node:timers/promises';

/** Keeps managed reboots apart, so that a rack of machines does not ask DHCP and power at the same moment. */
export class RebootDelay {
  private last = -Infinity;
  private line: Promise<void> = Promise.resolve();

  /** @param seconds - shortest time between two turns; 0: everybody goes at once */
  constructor(
    private readonly seconds: number,
    private readonly signal: AbortSignal,
  ) {}

  /** Resolves when it is the caller's turn, first come, first served; rejects when the service stops. */
  turn(): Promise<void> {
    if (this.seconds <= 0) return Promise.resolve();
    const turn = this.line.then(async () => {
      const wait = this.last + this.seconds * 1000 - performance.now();
      if (wait > 0) await sleep(wait, undefined, { signal: this.signal });
      this.last = performance.now();
    });
    this.line = turn.catch(() => undefined);
    return turn;
  }
}
