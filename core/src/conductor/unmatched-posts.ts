import { thrownText } from '@inspector/plugin-api';
import { setTimeout as sleep } from 'node:timers/promises';
import { now } from '../db/timestamp.js';
import type { NewUnmatchedPosts, UnmatchedQuota, UnmatchedRepository } from '../db/types.js';
import { lookupKeys, type LookupKeys } from '../introspection/lookup.js';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';
import { nearestNode } from './nearest-node.js';
import { parsePostedData, type PostedData } from './posted-data.js';
import { senderAddress, senderSource } from './sender-address.js';
import type { PostSender } from './types.js';
import { unseenKeys } from './unseen-keys.js';

/** Milliseconds between two writes: whoever may post at all must not keep the database busy with it. */
const PAUSE = 1000;
/** Machines that wait to be written at most; posts of more are counted only. */
const MOST_PENDING = 100;
/** MAC addresses of one machine that are kept. */
const MOST_MACS = 16;
/** Characters of a reason that are kept. */
const LONGEST_REASON = 500;
/** MAC addresses of waiting nodes that a machine is compared with. */
const MOST_COMPARED = 5000;

/** Characters of refused posts that are searched for MAC addresses between two writes. */
const MOST_READ = 8_388_608;

/** A post that waits to be written. */
interface PendingPosts extends NewUnmatchedPosts {
  /** Whether it is compared with the nodes that wait; one that was refused beforehand says nothing about them. */
  readonly isCompared: boolean;
}

/** What {@link UnmatchedPosts} works with. */
export interface UnmatchedPostsOptions {
  readonly repository: UnmatchedRepository;
  readonly quota: UnmatchedQuota;
  readonly metrics: Pick<Metrics, 'unmatchedPosts'>;
  readonly log: Pick<Log, 'warn'>;
  /** Waits; rejects when the signal is aborted before. Tests bring their own. */
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

const timer = (milliseconds: number, signal: AbortSignal): Promise<unknown> =>
  sleep(milliseconds, undefined, { signal });

/**
 * Keeps which machines posted data that matched no node, or were refused before anybody looked for one. Anybody can post, so nothing here makes a post wait or
 * fail: posts are written together, once a second at most, and what is too much is only counted.
 */
export class UnmatchedPosts {
  readonly #options: UnmatchedPostsOptions;
  readonly #pending = new Map<string, PendingPosts>();
  /** Characters that may still be read before the next write. */
  #readable = MOST_READ;
  readonly #stopping = new AbortController();
  #writing: Promise<void> | undefined;

  constructor(options: UnmatchedPostsOptions) {
    this.#options = options;
  }

  /** Notes a post. Written at once where nothing was for a second. */
  note({ data, sender }: PostedData, reason: string): void {
    this.#add(lookupKeys(data), sender, reason, true);
  }

  /**
   * Notes a post that was refused before anybody looked for its node. The addresses in it are kept where they can be read
   * without much work.
   *
   * @param text - as it was received; undefined: it was not
   */
  noteRefused(text: string | undefined, sender: PostSender | undefined, reason: string): void {
    this.#add(this.#keysIn(text), sender, reason, false);
  }

  /** Whoever may not post must not keep the service busy with reading. */
  #keysIn(text: string | undefined): LookupKeys {
    const nothing = { macs: [], bmcAddresses: [] };
    const { quota } = this.#options;
    const isFull = quota.keep === 0 || this.#pending.size >= MOST_PENDING;
    if (text === undefined || isFull || text.length > this.#readable) return nothing;
    this.#readable -= text.length;
    try {
      return unseenKeys(parsePostedData(text).data);
    } catch {
      // It was refused already, and nobody needs a second reason.
      return nothing;
    }
  }

  #add(
    { macs, bmcAddresses }: LookupKeys,
    sender: PostSender | undefined,
    reason: string,
    isCompared: boolean,
  ): void {
    const { quota, metrics } = this.#options;
    const address = senderAddress(sender?.address);
    const machine = {
      address,
      macs: [...new Set(macs)].slice(0, MOST_MACS).sort(),
      bmcAddresses: [...new Set(bmcAddresses)].sort(),
      reason: reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON)}…` : reason,
      nearest: null,
    };
    const key = JSON.stringify([address, machine.macs, machine.bmcAddresses]);
    const known = this.#pending.get(key);
    const kept = quota.keep > 0 && (known !== undefined || this.#pending.size < MOST_PENDING);
    metrics.unmatchedPosts.inc({ kept: kept ? 'yes' : 'no' });
    if (!kept) return;
    const lastSeen = now();
    const { firstSeen = lastSeen, posts = 0 } = known ?? {};
    const source = senderSource(address);
    this.#pending.set(key, { machine, source, firstSeen, lastSeen, posts: posts + 1, isCompared });
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
  }

  /** Writes what is left, and resolves once it is written. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#writing;
  }

  async #write(): Promise<void> {
    const { signal } = this.#stopping;
    const { pause = timer } = this.#options;
    while (this.#pending.size > 0) {
      const found = [...this.#pending.values()];
      this.#pending.clear();
      this.#readable = MOST_READ;
      await this.#writeAll(found);
      // Whoever stops the service does not wait for the pause.
      await pause(PAUSE, signal).catch(() => undefined);
    }
  }

  async #writeAll(found: readonly PendingPosts[]): Promise<void> {
    const { repository, quota, log } = this.#options;
    try {
      const waiting = found.some(({ isCompared }) => isCompared)
        ? await repository.waiting(MOST_COMPARED)
        : [];
      const compared = found.map((entry) => ({
        ...entry,
        machine: {
          ...entry.machine,
          nearest: entry.isCompared ? nearestNode(entry.machine.macs, waiting) : null,
        },
      }));
      await repository.add(compared, quota);
    } catch (error) {
      log.warn(`Posts that matched no node could not be kept: ${thrownText(error)}`);
    }
  }
}
