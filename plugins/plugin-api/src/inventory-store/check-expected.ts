import { InspectorError } from '../errors/inspector-error.js';
import { shortText } from '../errors/short-text.js';
import type { InventoryWrite } from './types.js';

/** The newest revision of a store, and what is known about it. */
export interface NewestRevision {
  /** null: nothing is stored. */
  readonly revision: string | null;
  readonly author?: string | null;
  /** When it was written, ISO 8601. */
  readonly time?: string | null;
}

/**
 * Refuses a write that was not made from what is stored now. Call it where nobody can write between the check and the
 * write: under the lock of the store, or in its transaction.
 *
 * @throws `INSP_INVENTORY_CONFLICT`
 */
export function checkExpected(newest: NewestRevision, { expected, force }: InventoryWrite): void {
  if (force === true) return;
  if (expected === undefined) {
    throw new InspectorError(
      'INSP_INVENTORY_CONFLICT',
      `The inventory is not written: the change does not say which revision it was made from. Load the inventory, which is at ${name(newest.revision)}, and write with its revision; or force the write.`,
    );
  }
  if (expected === newest.revision) return;
  throw new InspectorError(
    'INSP_INVENTORY_CONFLICT',
    `The inventory is not written: the change was made from ${name(expected)}, but ${presentState(newest)}. Load it again and repeat the change.`,
  );
}

const name = (revision: string | null): string =>
  revision === null ? 'an empty store' : `revision ${shortText(revision)}`;

function presentState({ revision, author, time }: NewestRevision): string {
  if (revision === null) return 'nothing is stored now';
  const by = author ? ` by ${shortText(author)}` : '';
  const at = time ? ` at ${time}` : '';
  return `the store has revision ${shortText(revision)} now${by === '' && at === '' ? '' : `, written${by}${at}`}`;
}
