import pLimit from 'p-limit';
import { CircuitBreaker } from './circuit-breaker.js';
import { IdentityOutage } from './identity-outage.js';
import { isAnswered } from './in-time.js';

/** Milliseconds that callers wait unless the configuration says otherwise. */
const PATIENCE = 5000;

/** How questions to the identity service are lined up. */
export interface IdentityLineOptions {
  /** What is asked about, for the message where too many wait. */
  readonly about: string;
  /** Questions under way at the same time. */
  readonly parallel: number;
  /** Questions that wait for their turn; more are refused. */
  readonly queue: number;
  /** Milliseconds that callers wait for an answer. A question goes on beyond it. */
  readonly patience?: number | undefined;
  readonly breaker?: CircuitBreaker | undefined;
}

/** Questions to the identity service: a few at a time, and hardly any while it is away. */
export class IdentityLine {
  /** Milliseconds that callers wait for an answer. */
  readonly patience: number;
  readonly #options: IdentityLineOptions;
  readonly #breaker: CircuitBreaker;
  readonly #turn;

  constructor(options: IdentityLineOptions) {
    this.#options = options;
    this.patience = options.patience ?? PATIENCE;
    this.#breaker = options.breaker ?? new CircuitBreaker({ patience: this.patience });
    this.#turn = pLimit(options.parallel);
  }

  /** Whether the service has not answered when it was asked last. */
  get isAway(): boolean {
    return this.#breaker.isOpen;
  }

  /**
   * Asks when it is the turn of the question.
   *
   * @param question - fails with an {@link IdentityOutage} where the service is away; any other end is an answer
   * @throws {@link IdentityOutage} where too many wait, or the service is known to be away; what the question fails with
   */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    // Refused at once, or the one that finds out: neither waits behind those that get no answer.
    if (this.#breaker.isOpen) return this.#breaker.run(question);
    const { queue, about } = this.#options;
    if (this.#turn.pendingCount >= queue) {
      throw new IdentityOutage(`Too many ${about} wait for the identity service`, { retryAfter: '1' });
    }
    const since = performance.now();
    // A question that was lost on its way keeps its turn no longer than somebody waits for it.
    const { answer } = await this.#turn(async () => {
      if (performance.now() - since >= this.patience) throw IdentityOutage.late(this.patience);
      const asked = this.#breaker.run(question);
      await isAnswered(asked, this.patience);
      return { answer: asked };
    });
    return answer;
  }

  /** Asks at once, before all that wait. @throws as {@link ask} */
  askNow<T>(question: () => Promise<T>): Promise<T> {
    return this.#breaker.run(question);
  }
}
