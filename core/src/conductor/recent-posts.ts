import { createHash } from 'node:crypto';

/** How long an accepted post is remembered, in milliseconds: ramdisks give up repeating long before. */
const REMEMBER = 10 * 60_000;
/** How many are remembered at most. */
const LIMIT = 2000;

/**
 * Posts accepted lately. A ramdisk whose answer got lost on the way sends the same data again; it gets the
 * same answer, and nothing is processed twice.
 */
export class RecentPosts {
  private readonly accepted = new Map<string, { readonly uuid: string; readonly at: number }>();

  /** @param clock - milliseconds */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  /** Notes that a post was accepted for a node. */
  remember(text: string, uuid: string): void {
    this.accepted.set(digest(text), { uuid, at: this.clock() });
    const oldest = this.accepted.keys().next().value;
    if (this.accepted.size > LIMIT && oldest !== undefined) this.accepted.delete(oldest);
  }

  /** The node an identical post was accepted for; undefined when there was none lately. */
  find(text: string): string | undefined {
    const known = this.accepted.get(digest(text));
    return known && this.clock() - known.at < REMEMBER ? known.uuid : undefined;
  }

  /** Forgets a node's posts: a new introspection of it is another matter. */
  forget(uuid: string): void {
    for (const [key, known] of this.accepted) if (known.uuid === uuid) this.accepted.delete(key);
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64');
