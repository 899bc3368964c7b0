import type { Fleet } from './fleet.js';
import type { FakeNode } from './node-model.js';

/** Called after a power change succeeded, with the node as it is now and the action asked for. */
export type PowerListener = (node: FakeNode, target: string) => void;

/** Carries out power changes some time after they were accepted, as the real conductor does. */
export class PowerSupply {
  readonly #fleet: Fleet;
  readonly #delayMs: number;
  readonly #listeners = new Set<PowerListener>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #closed = false;

  /** @param delayMs time from acceptance to effect; while it lasts the node is locked. 0: at once, no lock */
  constructor(fleet: Fleet, delayMs: number) {
    this.#fleet = fleet;
    this.#delayMs = delayMs;
  }

  /** Adds a listener; the result removes it. */
  listen(listener: PowerListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  change(uuid: string, target: string): void {
    const node = this.#fleet.nodes.get(uuid);
    if (node === undefined) return;
    const final = target.endsWith('power off') ? 'power off' : 'power on';
    node.target_power_state = final;
    node.last_error = null;
    if (this.#delayMs === 0) {
      setImmediate(() => this.#finish(uuid, target, final));
      return;
    }
    node.reservation = 'fake-conductor';
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      node.reservation = null;
      this.#finish(uuid, target, final);
    }, this.#delayMs);
    this.#timers.add(timer);
  }

  /** Forgets what is under way. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#listeners.clear();
  }

  #finish(uuid: string, target: string, final: string): void {
    const node = this.#fleet.nodes.get(uuid);
    if (node === undefined || this.#closed) return;
    node.target_power_state = null;
    const failure = this.#fleet.hardware(uuid).powerFailure;
    if (failure !== null) {
      node.power_state = 'error';
      node.last_error = `Failed to change power state to '${final}' by '${target}': ${failure}`;
      return;
    }
    node.power_state = final;
    for (const listener of this.#listeners) listener(node, target);
  }
}
