import { LRUCache } from 'lru-cache';
import { steadyNow } from './steady-clock.js';

/** Conductors whose clocks are remembered. */
const PEERS = 1000;

/** What the clocks of conductors show, as far as they have told. */
export class PeerClocks {
  private readonly differences = new LRUCache<string, number>({ max: PEERS });

  constructor(private readonly own: () => number = steadyNow) {}

  /** Milliseconds since 1970 by the clock of a conductor; by the own one until it has told. */
  now(instance: string): number {
    return this.own() + (this.differences.get(instance) ?? 0);
  }

  /** Notes what a conductor's clock shows now. */
  learn(instance: string, now: number): void {
    this.differences.set(instance, now - this.own());
  }
}
