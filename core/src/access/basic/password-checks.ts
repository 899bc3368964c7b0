import { createHmac, randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { InspectorError } from '@inspector/plugin-api';
import pLimit from 'p-limit';
import { BcryptThread } from './bcrypt-thread.js';
import type { Credentials } from './credentials.js';
import type { Users } from './user-file.js';

/** Checks at the same time: one processor is left to everything else. */
const THREADS = Math.max(1, Math.min(4, availableParallelism() - 1));
/** Checks that wait; beyond, a caller is asked to come again. */
const MOST_WAITING = 64;
/** Milliseconds a right password is remembered. */
const REMEMBER = 60_000;
/** Right passwords remembered at most. */
const MOST_REMEMBERED = 1000;
/** bcrypt looks at no more than this many bytes. */
const LONGEST_PASSWORD = 72;
/** A digest that no password is known for, to be compared with where there is no such user; without its cost. */
const NOBODYS_DIGEST = 'abcdefghijklmnopqrstuuK4uPMmKQxVrA3wFt0nZsV8bGZQe1y2C';

/**
 * Checks passwords off the event loop, a few at a time. Right ones are remembered for a minute, as a keyed digest that
 * only this process can make; a wrong one costs its full time, and so does an unknown user, so that nobody learns who is
 * known.
 */
export class PasswordChecks {
  readonly #threads = Array.from({ length: THREADS }, () => new BcryptThread());
  readonly #line = pLimit(THREADS);
  readonly #key = randomBytes(32);
  readonly #remembered = new Map<string, number>();
  #next = 0;

  /** @param clock - milliseconds that are never set back */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  /** Whether credentials were right a short time ago; asks nobody. */
  areRemembered({ user, password }: Credentials, users: Users): boolean {
    const digest = users.get(user);
    return digest !== undefined && this.#isRemembered(this.#memoryOf(user, password, digest));
  }

  /**
   * Whether credentials are right.
   *
   * @throws `INSP_BUSY` where too many wait already
   */
  async areRight({ user, password }: Credentials, users: Users): Promise<boolean> {
    if (password.includes('\0') || Buffer.byteLength(password) > LONGEST_PASSWORD) return false;
    const digest = users.get(user);
    const memory = digest === undefined ? undefined : this.#memoryOf(user, password, digest);
    if (memory !== undefined && this.#isRemembered(memory)) return true;
    if (this.#line.pendingCount >= MOST_WAITING) {
      throw new InspectorError('INSP_BUSY', 'Too many passwords are being checked; try again in a second');
    }
    const matches = await this.#line(() => this.#thread().matches(password, digest ?? nobodysDigest(users)));
    if (!matches || memory === undefined) return false;
    this.#remember(memory);
    return true;
  }

  /** Ends the threads. */
  async stop(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.stop()));
  }

  #thread(): BcryptThread {
    this.#next = (this.#next + 1) % this.#threads.length;
    return this.#threads[this.#next] as BcryptThread;
  }

  /** Another digest in the file makes another memory, so a changed password is noticed. */
  #memoryOf(user: string, password: string, digest: string): string {
    return createHmac('sha256', this.#key)
      .update(JSON.stringify([user, password, digest]))
      .digest('base64');
  }

  #isRemembered(memory: string): boolean {
    const at = this.#remembered.get(memory);
    return at !== undefined && this.clock() - at < REMEMBER;
  }

  #remember(memory: string): void {
    this.#remembered.delete(memory);
    this.#remembered.set(memory, this.clock());
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > MOST_REMEMBERED && oldest !== undefined) this.#remembered.delete(oldest);
  }
}

/** Of the same cost as the digests of users, so that it takes as long. */
function nobodysDigest(users: Users): string {
  const [first = ''] = users.values();
  return `$2b$${first.slice(4, 6) || '10'}$${NOBODYS_DIGEST}`;
}
