import { createHash } from 'node:crypto';

/** How long a post is remembered, in milliseconds: ramdisks give up repeating long before. */
const REMEMBER = 10 * 60_000;
/** How many are remembered at most. */
const LIMIT = 2000;

/** What became of a post. */
export interface RecentPost {
  readonly uuid: string;
  /** Why the introspection failed with it; absent: it was accepted. */
  readonly failure?: string;
}

/**
 * Posts that were processed lately. A ramdisk whose answer got lost on the way sends the same data again; it gets the
 * same answer, and nothing is processed twice. A ramdisk whose data failed is told why once more.
 */
export interface RecentPosts {
  /** Notes that a post was accepted for a node, or ended its introspection. */
  remember(text: string, post: RecentPost): Promise<void>;
  /** What became of an identical post; undefined when there was none lately. */
  find(text: string): Promise<RecentPost | undefined>;
  /** Forgets a node's posts: a new introspection of it is another matter, and so is a node that is gone. */
  forget(uuid: string): Promise<void>;
}

/** Posts this process has taken. */
export class MemoryRecentPosts implements RecentPosts {
  private readonly taken = new Map<string, RecentPost & { readonly at: number }>();

  /** @param clock - milliseconds */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  async remember(text: string, post: RecentPost): Promise<void> {
    this.taken.set(digest(text), { ...post, at: this.clock() });
    const oldest = this.taken.keys().next().value;
    if (this.taken.size > LIMIT && oldest !== undefined) this.taken.delete(oldest);
  }

  async find(text: string): Promise<RecentPost | undefined> {
    const known = this.taken.get(digest(text));
    if (known === undefined || this.clock() - known.at >= REMEMBER) return undefined;
    const { at: _, ...post } = known;
    return post;
  }

  async forget(uuid: string): Promise<void> {
    for (const [key, known] of this.taken) if (known.uuid === uuid) this.taken.delete(key);
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64');
