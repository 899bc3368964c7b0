import type { BareMetalNode, PatchOperation, ResetOptions } from '../baremetal/types.js';
import { PendingPatch } from './pending-patch.js';
import { isRefusal, type ExplainRefusal } from './refusal.js';

/** Sends changes as one request and returns the node as it is afterwards. */
type Send = (operations: readonly PatchOperation[], reset: ResetOptions) => Promise<BareMetalNode>;

/** What one hook, or one action of a rule, wants to change. */
interface Share {
  readonly operations: PatchOperation[];
  reset: ResetOptions;
  readonly explain: ExplainRefusal | undefined;
}

/** Changes of a node that wait to be sent as one PATCH, and who wants them. */
export class NodeChanges {
  #merged = new PendingPatch();
  #shares: Share[] = [];
  #reset: ResetOptions = {};

  /** The changes, left where they are. */
  get all(): readonly PatchOperation[] {
    return this.#merged.all;
  }

  /** Adds changes at the end, with normalised paths. */
  add(
    operations: readonly PatchOperation[],
    options: ResetOptions,
    explain: ExplainRefusal | undefined,
  ): void {
    const last = this.#shares.at(-1);
    const share =
      last?.explain === explain && last !== undefined ? last : { operations: [], reset: {}, explain };
    if (share !== last) this.#shares.push(share);
    share.operations.push(...operations);
    if (operations.some(({ path }) => path === '/driver')) {
      share.reset = options;
      this.#reset = options;
    }
    this.#merged.add(operations);
  }

  /**
   * Takes all changes out and sends them as one request. Where the service refuses that, they are sent again by who wants
   * them, in order, up to the one that is refused: so the culprit is known, and the others' changes are kept.
   *
   * @returns the node afterwards; undefined where there was nothing to send
   */
  async send(patch: Send): Promise<BareMetalNode | undefined> {
    const shares = this.#shares;
    const operations = this.#merged.take();
    const reset = this.#reset;
    this.#shares = [];
    this.#reset = {};
    if (operations.length === 0) return undefined;
    try {
      return await patch(operations, reset);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const [only, ...others] = shares;
      if (only !== undefined && others.length === 0) throw only.explain?.(error, operations) ?? error;
    }
    return sendApart(shares, patch);
  }
}

async function sendApart(shares: readonly Share[], patch: Send): Promise<BareMetalNode | undefined> {
  let node: BareMetalNode | undefined;
  for (const { operations, reset, explain } of shares) {
    const merged = new PendingPatch();
    merged.add(operations);
    const own = merged.take();
    try {
      node = await patch(own, reset);
    } catch (error) {
      throw (isRefusal(error) ? explain?.(error, own) : undefined) ?? error;
    }
  }
  return node;
}
