import type { BareMetalPort, PatchOperation } from '../baremetal/types.js';
import type { InspectorError } from '../errors/inspector-error.js';
import { PendingPatch } from './pending-patch.js';
import { isRefusal, type ExplainRefusal } from './refusal.js';

/** Sends changes of a port as one request and returns the port as it is afterwards. */
type Send = (operations: readonly PatchOperation[]) => Promise<BareMetalPort>;

/** Changes of a port that one caller wants together. */
export interface PortChange {
  readonly operations: readonly PatchOperation[];
  /** A refusal is told of, and nothing fails because of it. */
  readonly ignoreRejection: boolean;
  readonly explain: ExplainRefusal | undefined;
}

/** Changes of the ports of a node that wait to be sent, by the MAC address of the port in lower case. */
export class PortChanges {
  readonly #waiting = new Map<string, PortChange[]>();

  /** The ports that are to be changed. */
  get macs(): string[] {
    return [...this.#waiting.keys()];
  }

  /** Adds a change at the end, with normalised paths. */
  add(mac: string, change: PortChange): void {
    this.#waiting.set(mac, [...(this.#waiting.get(mac) ?? []), change]);
  }

  /** What is to be changed of a port, left where it is. */
  of(mac: string): PatchOperation[] {
    return (this.#waiting.get(mac) ?? []).flatMap(({ operations }) => operations);
  }

  /** Takes the changes of a port out. */
  take(mac: string): PortChange[] {
    const taken = this.#waiting.get(mac) ?? [];
    this.#waiting.delete(mac);
    return taken;
  }
}

/** Sends changes of a port as one request. */
export function sendTogether(changes: readonly PortChange[], send: Send): Promise<BareMetalPort> {
  const merged = new PendingPatch();
  for (const { operations } of changes) merged.add(operations);
  return send(merged.take());
}

/**
 * Sends each change of a port on its own, so that one which the service refuses does not take the others with it.
 *
 * @param refused - what the service said to all of them together
 * @param warn - is told of a refusal that nothing fails because of
 */
export async function sendApart(
  changes: readonly PortChange[],
  refused: InspectorError,
  send: Send,
  warn: (refusal: InspectorError) => void,
): Promise<void> {
  for (const change of changes) {
    try {
      if (changes.length === 1) throw refused;
      await sendTogether([change], send);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (!change.ignoreRejection) throw change.explain?.(error, change.operations) ?? error;
      warn(error);
    }
  }
}
