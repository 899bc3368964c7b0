import type { PatchOperation } from '../baremetal/types.js';

const overlaps = (left: string, right: string): boolean =>
  left === right || left.startsWith(`${right}/`) || right.startsWith(`${left}/`);

/**
 * Changes waiting to be sent as one PATCH, in order. A second write of the same path takes the place of the
 * first where nothing in between depends on it.
 */
export class PendingPatch {
  private operations: PatchOperation[] = [];

  /** Adds changes at the end. */
  add(operations: readonly PatchOperation[]): void {
    for (const operation of operations) {
      if (!this.replaceEarlier(operation)) this.operations.push(operation);
    }
  }

  /** Whether there is nothing to send. */
  get empty(): boolean {
    return this.operations.length === 0;
  }

  /** The changes, left where they are. */
  get all(): readonly PatchOperation[] {
    return this.operations;
  }

  /** Takes all changes out. */
  take(): PatchOperation[] {
    const taken = this.operations;
    this.operations = [];
    return taken;
  }

  private replaceEarlier(operation: PatchOperation): boolean {
    if (operation.op === 'remove' || operation.path.endsWith('/-')) return false;
    for (let index = this.operations.length - 1; index >= 0; index--) {
      const earlier = this.operations[index] as PatchOperation;
      if (!overlaps(earlier.path, operation.path)) continue;
      if (earlier.path !== operation.path || earlier.op === 'remove') return false;
      if (/\/\d+$/.test(operation.path)) return false;
      this.operations[index] = { ...operation, op: earlier.op };
      return true;
    }
    return false;
  }
}
