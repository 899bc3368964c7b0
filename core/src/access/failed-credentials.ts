import { LRUCache } from 'lru-cache';

/** Milliseconds within which failures are counted. */
const WINDOW = 60_000;
/** Milliseconds an address is shut out. */
const SHUT_OUT = 60_000;
/** Addresses that are remembered. */
const MOST = 10_000;

interface Failures {
  /** When each of them was, the oldest first. */
  readonly times: number[];
  /** Until when nobody is asked about credentials from this address; undefined: they are asked about. */
  until: number | undefined;
}

/** What the counting of wrong credentials reports to. */
export interface FailedCredentialsOptions {
  /** How many an address may send in a minute; 0: any number. */
  readonly most: number;
  /** Told when an address is shut out. */
  readonly onShutOut?: (address: string) => void;
  /** Milliseconds that are never set back. */
  readonly clock?: () => number;
}

/**
 * Counts wrong credentials by the address they come from. An address that sends too many is shut out for a minute: nobody is
 * asked about what it sends. Credentials that are known to be good are not asked about, so they work all the same.
 */
export class FailedCredentials {
  readonly #most: number;
  readonly #onShutOut: (address: string) => void;
  readonly #clock: () => number;
  readonly #failures = new LRUCache<string, Failures>({ max: MOST });

  constructor({
    most,
    onShutOut = () => undefined,
    clock = () => performance.now(),
  }: FailedCredentialsOptions) {
    this.#most = most;
    this.#onShutOut = onShutOut;
    this.#clock = clock;
  }

  /**
   * Seconds for which an address is still shut out; 0: it is not.
   *
   * @param address - undefined: one that is not counted
   */
  secondsLeft(address: string | undefined): number {
    const until = address === undefined ? undefined : this.#failures.get(address)?.until;
    return until === undefined ? 0 : Math.max(0, Math.ceil((until - this.#clock()) / 1000));
  }

  /** Counts wrong credentials of an address. */
  note(address: string | undefined): void {
    if (address === undefined || this.#most === 0) return;
    const now = this.#clock();
    const before = this.#failures.get(address);
    const times = (before?.times ?? []).filter((at) => now - at < WINDOW);
    times.push(now);
    const isTooMany = times.length >= this.#most;
    this.#failures.set(
      address,
      isTooMany ? { times: [], until: now + SHUT_OUT } : { times, until: before?.until },
    );
    if (isTooMany) this.#onShutOut(address);
  }
}
