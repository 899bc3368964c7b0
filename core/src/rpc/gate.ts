import { isSigned, readCredentials } from './signature.js';
import { SeenNonces } from './seen-nonces.js';
import { steadyNow } from './steady-clock.js';

/** Milliseconds that the time of a request may be off: its way, and clocks that drift apart. */
const WINDOW = 60_000;

/** What a gate says of a request. `nonce` signs the answer. */
export type Verdict =
  | { readonly passed: true; readonly nonce: string }
  | { readonly passed: false; readonly reason: 'unsigned' | 'repeated' }
  | { readonly passed: false; readonly reason: 'time'; readonly nonce: string; readonly now: number };

/** Lets only requests pass that were signed with the shared secret, a short time ago, each once. */
export class Gate {
  private readonly seen = new SeenNonces(2 * WINDOW);

  constructor(
    private readonly secret: string,
    private readonly now: () => number = steadyNow,
  ) {}

  /**
   * @param target - method and path of the request
   * @param header - its `Authorization`
   */
  check(target: string, header: string | undefined, body: Buffer): Verdict {
    const credentials = readCredentials(header);
    if (credentials === undefined || !isSigned(this.secret, target, body, credentials))
      return { passed: false, reason: 'unsigned' };
    const { nonce, time } = credentials;
    const now = this.now();
    if (Math.abs(now - time) > WINDOW) return { passed: false, reason: 'time', nonce, now };
    if (!this.seen.add(nonce, now)) return { passed: false, reason: 'repeated' };
    return { passed: true, nonce };
  }
}
