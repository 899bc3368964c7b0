import { ClientError, type InspectorClient } from '@inspector/client';

/** How long the server lets introspections take, learned from the first one that goes on. */
export class TimeLimit {
  #seconds: number | undefined;
  #isAsked = false;

  constructor(
    private readonly client: Pick<InspectorClient, 'diagnosis'>,
    private readonly signal: AbortSignal,
  ) {}

  /** Undefined: not known, or none. */
  get seconds(): number | undefined {
    return this.#seconds;
  }

  /** Asks about a node that is at work, unless that was done before. A server that does not say is not asked again. */
  learn(uuid: string): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    void this.#ask(uuid);
  }

  async #ask(uuid: string): Promise<void> {
    try {
      const { started_at: from, ends_at: to } = await this.client.diagnosis(uuid, { signal: this.signal });
      if (from !== null && to !== null)
        this.#seconds = (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / 1000;
    } catch (error) {
      if (!(error instanceof ClientError) && !this.signal.aborted) throw error;
    }
  }
}
