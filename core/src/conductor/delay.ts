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
   * Resolves when it is the turn of a node, first come, first served.
   *
   * @returns whether it had to wait
   * @throws `INSP_SHUTTING_DOWN` when the service stops before, `INSP_INTROSPECTION_FAILED` when the node left the line
   */
  turn(uuid: string): Promise<boolean>;
  /** Takes a node out of the line, for the reason given; false: it is not in it. */
  leave(uuid: string, reason: string): boolean;
  /** How many wait for their turn. */
  readonly waiting: number;
  /** Where a node stands in the line; undefined: it is not in it. */
  place(uuid: string): PlaceInLine | undefined;
}

/** Where a node stands in the line of those that wait to be rebooted. */
export interface PlaceInLine {
  /** 1: it is the next. */
  readonly position: number;
  /** How many wait. */
  readonly length: number;
}

/** Lets one node at a time go, and the next one not before a pause is over. */
export interface RebootPace {
  /** Resolves when the next reboot may happen; rejects when the signal is aborted before. */
  next(signal: AbortSignal): Promise<void>;
}

/** The pace of one process. */
export class LocalPace implements RebootPace {
  private last = -Infinity;

  /** @param seconds - shortest time between two reboots */
  constructor(
    private readonly seconds: number,
    private readonly clock: DelayClock = steadyClock,
  ) {}

  async next(signal: AbortSignal): Promise<void> {
    const wait = this.last + this.seconds * 1000 - this.clock.now();
    if (wait > 0) await this.clock.sleep(wait, signal);
    this.last = this.clock.now();
  }
}

/** The line of the nodes that this process reboots. */
export class RebootLine implements RebootDelay {
  private readonly line = pLimit(1);
  /** Those that wait, in their order, each with the way out. */
  private readonly waits = new Map<string, AbortController>();

  /**
   * @param pace - undefined: everybody goes at once
   * @param signal - ends all waiting
   */
  constructor(
    private readonly pace: RebootPace | undefined,
    private readonly signal: AbortSignal,
    private readonly clock: Pick<DelayClock, 'now'> = steadyClock,
  ) {}

  get waiting(): number {
    return this.waits.size;
  }

  leave(uuid: string, reason: string): boolean {
    const left = this.waits.get(uuid);
    left?.abort(new InspectorError('INSP_INTROSPECTION_FAILED', reason));
    return left !== undefined;
  }

  place(uuid: string): PlaceInLine | undefined {
    const position = [...this.waits.keys()].indexOf(uuid) + 1;
    return position === 0 ? undefined : { position, length: this.waits.size };
  }

  async turn(uuid: string): Promise<boolean> {
    const { pace } = this;
    if (pace === undefined) return false;
    const left = new AbortController();
    this.waits.set(uuid, left);
    const gone = new Promise<never>((_resolve, reject) => {
      left.signal.addEventListener('abort', () => reject(left.signal.reason as Error), { once: true });
    });
    const begun = this.clock.now();
    try {
      await Promise.race([this.line(() => this.next(pace, left.signal)), gone]);
    } finally {
      this.waits.delete(uuid);
    }
    return this.clock.now() > begun;
  }

  private async next(pace: RebootPace, left: AbortSignal): Promise<void> {
    if (left.aborted) return;
    try {
      await pace.next(AbortSignal.any([this.signal, left]));
    } catch (cause) {
      if (left.aborted) return;
      if (!this.signal.aborted) throw cause;
      const text = 'The service stopped before the node could be rebooted; start its introspection again';
      throw new InspectorError('INSP_SHUTTING_DOWN', text, { cause });
    }
  }
}
