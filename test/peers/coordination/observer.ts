import { InspectorError, type Coordinator, type Lease } from '@inspector/plugin-api';

/** Sees every lease and every leader of several processes, and notes what must never be. */
export class Observer {
  readonly violations: string[] = [];
  readonly #held = new Map<string, { readonly lease: Lease; readonly who: number }>();
  readonly #fences = new Map<string, number>();
  leases = 0;
  failures = 0;
  lost = 0;

  constructor(private readonly coordinators: readonly Coordinator[]) {}

  /** Notes that a process has got a lease. */
  got(who: number, node: string, lease: Lease): void {
    this.leases++;
    const before = this.#held.get(node);
    before?.lease.check?.();
    if (before !== undefined && !before.lease.signal.aborted) {
      this.violations.push(`process ${who} has ${node}, which process ${before.who} holds`);
    }
    if (lease.signal.aborted) this.violations.push(`process ${who} got a lease of ${node} that was lost`);
    const fence = this.#fences.get(node) ?? 0;
    if (lease.fence <= fence)
      this.violations.push(`the fence of ${node} went from ${fence} to ${lease.fence}`);
    this.#fences.set(node, lease.fence);
    this.#held.set(node, { lease, who });
    this.look();
  }

  /** Notes that a process is about to release a lease. */
  releases(node: string, lease: Lease): void {
    lease.check?.();
    if (lease.signal.aborted) this.lost++;
    if (this.#held.get(node)?.lease === lease) this.#held.delete(node);
  }

  /** Notes that a call failed; only one kind of failure is right. */
  failed(error: unknown): void {
    this.failures++;
    if (InspectorError.is(error) && error.code === 'INSP_COORDINATION_FAILED') return;
    this.violations.push(`a call failed with ${String(error)}`);
  }

  /** Looks who leads at present. */
  look(): void {
    const leaders = this.coordinators.flatMap((one, who) => (one.isLeader() ? [who] : []));
    if (leaders.length > 1) this.violations.push(`processes ${leaders.join(' and ')} lead`);
  }
}
