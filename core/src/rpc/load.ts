import type { ConductorAddress } from './conductor-address.js';

/** Milliseconds that a conductor which took no call is asked last. */
const AVOIDED = 5000;

/** How many calls of this process each conductor carries out, and which one took none lately. */
export class Load {
  private readonly calls = new Map<string, number>();
  private readonly avoided = new Map<string, number>();

  /** Those that took every call first, and of these the one with the least to do. Equal ones in random order. */
  inOrder(conductors: readonly ConductorAddress[]): ConductorAddress[] {
    const now = performance.now();
    for (const [instance, until] of this.avoided) if (until <= now) this.avoided.delete(instance);
    return conductors
      .map((conductor) => ({
        conductor,
        avoided: this.avoided.has(conductor.instance) ? 1 : 0,
        calls: this.calls.get(conductor.instance) ?? 0,
        chance: Math.random(),
      }))
      .sort(
        (one, other) => one.avoided - other.avoided || one.calls - other.calls || one.chance - other.chance,
      )
      .map(({ conductor }) => conductor);
  }

  /** Counts a call while it is carried out. */
  async during<T>({ instance }: ConductorAddress, call: () => Promise<T>): Promise<T> {
    this.calls.set(instance, (this.calls.get(instance) ?? 0) + 1);
    try {
      return await call();
    } finally {
      const left = (this.calls.get(instance) ?? 1) - 1;
      if (left === 0) this.calls.delete(instance);
      else this.calls.set(instance, left);
    }
  }

  /** Asks a conductor last for a while. */
  avoid({ instance }: ConductorAddress): void {
    this.avoided.set(instance, performance.now() + AVOIDED);
  }
}
