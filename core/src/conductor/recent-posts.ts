import { createHash } from 'node:crypto';
import { secondsAgo } from '../db/timestamp.js';
import type { RecentPostRepository, StoredRecord } from '../db/types.js';

/** Seconds that a post is remembered: ramdisks give up repeating long before. */
const REMEMBER = 600;
/** How many are remembered at most in memory. */
const LIMIT = 2000;

/** A post that was processed. */
export interface ProcessedPost {
  /** The record of the introspection it was for. */
  readonly record: Pick<StoredRecord, 'uuid' | 'introspection'>;
  /** Why the introspection failed with it; absent: it was accepted. */
  readonly failure?: string;
}

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
  /** Notes that a post was accepted for a node, hooks and rules having done their work, or ended its introspection. */
  remember(text: string, post: ProcessedPost): Promise<void>;
  /** What became of an identical post; undefined when there was none lately. */
  find(text: string): Promise<RecentPost | undefined>;
  /** Forgets a node's posts: a new introspection of it is another matter, and so is a node that is gone. */
  forget(uuid: string): Promise<void>;
  /** Whether a post was accepted for the introspection of a record. */
  isAccepted(record: ProcessedPost['record']): Promise<boolean>;
  /** Forgets what is too old to be repeated. */
  prune(): Promise<void>;
}

/** Posts this process has taken. */
export class MemoryRecentPosts implements RecentPosts {
  private readonly taken = new Map<string, ProcessedPost & { readonly at: number }>();

  /** @param clock - milliseconds */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  async remember(text: string, post: ProcessedPost): Promise<void> {
    this.taken.set(digest(text), { ...post, at: this.clock() });
    const oldest = this.taken.keys().next().value;
    if (this.taken.size > LIMIT && oldest !== undefined) this.taken.delete(oldest);
  }

  async find(text: string): Promise<RecentPost | undefined> {
    const known = this.taken.get(digest(text));
    if (known === undefined || this.clock() - known.at >= REMEMBER * 1000) return undefined;
    const { record, failure } = known;
    return { uuid: record.uuid, ...(failure !== undefined && { failure }) };
  }

  async forget(uuid: string): Promise<void> {
    for (const [key, { record }] of this.taken) if (record.uuid === uuid) this.taken.delete(key);
  }

  async isAccepted({ uuid, introspection }: ProcessedPost['record']): Promise<boolean> {
    return [...this.taken.values()].some(
      ({ record, failure }) =>
        failure === undefined && record.uuid === uuid && record.introspection === introspection,
    );
  }

  /** Nothing to do: there are never many. */
  async prune(): Promise<void> {
    await Promise.resolve();
  }
}

/** Posts that any process on the database has taken. */
export class StoredRecentPosts implements RecentPosts {
  constructor(private readonly posts: RecentPostRepository) {}

  async remember(text: string, { record, failure }: ProcessedPost): Promise<void> {
    const { uuid, introspection } = record;
    if (introspection === null) return;
    await this.posts.add({ digest: digest(text), uuid, introspection, failure: failure ?? null });
  }

  async find(text: string): Promise<RecentPost | undefined> {
    const known = await this.posts.find(digest(text), secondsAgo(REMEMBER));
    if (known === undefined) return undefined;
    const { uuid, failure } = known;
    return { uuid, ...(failure !== null && { failure }) };
  }

  forget(uuid: string): Promise<void> {
    return this.posts.forget(uuid);
  }

  async isAccepted({ uuid, introspection }: ProcessedPost['record']): Promise<boolean> {
    return introspection !== null && (await this.posts.isAccepted(uuid, introspection));
  }

  prune(): Promise<void> {
    return this.posts.prune(secondsAgo(REMEMBER));
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64');
