import { createHash } from 'node:crypto';

/** How long an accepted post is remembered, in milliseconds: ramdisks give up repeating long before. */
const REMEMBER = 10 * 60_000;
/** How many are remembered at most. */
const LIMIT = 2000;

/**
 * Posts accepted lately. A ramdisk whose answer got lost on the way sends the same data again; it gets the
 * same answer, and nothing is processed twice.
 */
export interface RecentPosts {
  /** Notes that a post was accepted for a node. */
  remember(text: string, uuid: string): Promise<void>;
  /** The node an identical post was accepted for; undefined when there was none lately. */
  find(text: string): Promise<string | undefined>;
  /** Forgets a node's posts: a new introspection of it is another matter, and so is a node that is gone. */
  forget(uuid: string): Promise<void>;
}

/** Posts this process has accepted. */
export class MemoryRecentPosts implements RecentPosts {
  private readonly accepted = new Map<string, { readonly uuid: string; readonly at: number }>();

  /** @param clock - milliseconds */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  async remember(text: string, uuid: string): Promise<void> {
    this.accepted.set(digest(text), { uuid, at: this.clock() });
    const oldest = this.accepted.keys().next().value;
    if (this.accepted.size > LIMIT && oldest !== undefined) this.accepted.delete(oldest);
  }

  async find(text: string): Promise<string | undefined> {
    const known = this.accepted.get(digest(text));
    return known && this.clock() - known.at < REMEMBER ? known.uuid : undefined;
  }

  async forget(uuid: string): Promise<void> {
    for (const [key, known] of this.accepted) if (known.uuid === uuid) this.accepted.delete(key);
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64');
