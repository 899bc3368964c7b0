/** What is done on nodes at present, in words: kept in this process, shown with the status. */
export class Progress {
  readonly #steps = new Map<string, string>();

  /** Says what the work on a node waits for; undefined: nothing any more. */
  tell(uuid: string, step: string | undefined): void {
    if (step === undefined) this.#steps.delete(uuid);
    else this.#steps.set(uuid, step);
  }

  /** What the work on a node waits for; undefined: nothing. */
  of(uuid: string): string | undefined {
    return this.#steps.get(uuid);
  }
}
