import type { Coordinator, Lease } from '@inspector/plugin-api';
import type { LeaseAnswer, LeaseQuestion } from './lease-messages.js';
import { turns } from './services.js';

/**
 * Leases of the parent process, of which one in three is taken away at some moment, often without the holder knowing.
 */
export class RemoteLeases implements Coordinator {
  readonly exclusive = false;
  readonly realm = 'thieves';
  readonly #asked = new Map<number, (fence: number | undefined) => void>();
  #questions = 0;
  stolen = 0;
  /** Whether this process leads; the test lets one do so at a time. */
  leads = false;

  constructor(private readonly random: () => number) {
    process.on('message', ({ id, fence }: LeaseAnswer) => {
      this.#asked.get(id)?.(fence);
      this.#asked.delete(id);
    });
  }

  isLeader(): boolean {
    return this.leads;
  }

  async acquire(uuid: string): Promise<Lease> {
    const fence = await this.#ask('acquire', uuid);
    if (fence === undefined) throw new Error(`no lease of ${uuid}`);
    return this.#watched(fence);
  }

  async tryAcquire(uuid: string): Promise<Lease | undefined> {
    const fence = await this.#ask('tryAcquire', uuid);
    return fence === undefined ? undefined : this.#watched(fence);
  }

  #ask(ask: LeaseQuestion['ask'], about: string | number): Promise<number | undefined> {
    const id = (this.#questions += 1);
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      process.send?.({ id, ask, about } satisfies LeaseQuestion);
    });
  }

  #watched(fence: number): Lease {
    const controller = new AbortController();
    let over = false;
    const release = async (): Promise<void> => void (await this.#ask('release', fence));
    const tells = this.random() < 0.5;
    if (this.random() < 0.34) {
      void turns(Math.floor(this.random() * 30)).then(async () => {
        if (over) return;
        this.stolen++;
        if (tells) controller.abort(new Error('stolen'));
        await release();
      });
    }
    return {
      signal: controller.signal,
      fence,
      release: async () => {
        over = true;
        await release();
      },
    };
  }
}
