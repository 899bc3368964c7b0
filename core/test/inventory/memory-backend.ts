import {
  checkExpected,
  InspectorError,
  type InventoryBackend,
  type InventoryWrite,
} from '@inspector/plugin-api';

/** A store in memory that shows what reaches it, and lets somebody else write in between. */
export class MemoryBackend implements InventoryBackend {
  readonly capabilities: InventoryBackend['capabilities'];
  readonly writes: (InventoryWrite & { readonly text: string })[] = [];
  /** Called before each write is looked at, as somebody would who writes at the same moment. */
  meanwhile: () => void = () => {};
  closed = 0;
  readonly #isAsWritten: boolean;
  readonly history?: NonNullable<InventoryBackend['history']>;

  constructor(
    readonly versions: string[] = [],
    { history = true, isAsWritten = false, maxBytes = undefined as number | undefined } = {},
  ) {
    this.#isAsWritten = isAsWritten;
    this.capabilities = {
      history,
      atomic: true,
      conditional: true,
      ...(maxBytes !== undefined && { maxBytes }),
    };
    if (history) {
      this.history = async () => ({ revisions: [], next: null });
    }
  }

  async load({ revision }: { revision?: string } = {}) {
    const index = revision === undefined ? this.versions.length - 1 : Number(revision.slice(1)) - 1;
    const text = this.versions[index];
    if (revision !== undefined && text === undefined) {
      throw new InspectorError('INSP_INVENTORY_REVISION_NOT_FOUND', `There is no revision ${revision}.`);
    }
    const found = text === undefined ? null : `r${index + 1}`;
    return { text: text ?? null, revision: found, source: 'memory', isAsWritten: this.#isAsWritten };
  }

  async write(text: string, write: InventoryWrite) {
    this.meanwhile();
    const count = this.versions.length;
    checkExpected({ revision: count === 0 ? null : `r${count}` }, write);
    this.writes.push({ ...write, text });
    this.versions.push(text);
    return { revision: `r${count + 1}`, changed: true };
  }

  async close() {
    this.closed++;
  }
}
