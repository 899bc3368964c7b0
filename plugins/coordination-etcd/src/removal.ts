import { setTimeout as pause } from 'node:timers/promises';
import type { EtcdClient } from './etcd-client.js';
import { type Compare, encode } from './messages.js';
import type { Session } from './session.js';

/** Milliseconds between two tries. */
const RETRY = 500;

/**
 * Deletes a key of a session. Where that cannot be done at once it is tried again in the background, for as long as the
 * session lasts: with the session the key goes, too.
 *
 * @param key - with the prefix of all keys
 * @param compare - only deletes where this holds
 * @param wanted - asked before each try: false ends them
 * @returns the revision after which there is no such key; undefined: it is tried again
 */
export async function remove(
  client: Pick<EtcdClient, 'txn'>,
  session: Session,
  key: string,
  compare: readonly Compare[] = [],
  wanted: () => boolean = () => true,
): Promise<bigint | undefined> {
  const once = async (): Promise<bigint> => {
    const step = { request_delete_range: { key: encode(key) } };
    const { header } = await client.txn({ compare, success: [step], failure: [] });
    return BigInt(header?.revision ?? 0);
  };
  return once().catch(() => {
    void again(session, async () => (wanted() ? once() : undefined));
    return undefined;
  });
}

/** Does something again and again, with pauses, until it succeeds or the session is lost. */
export async function again(session: Session, work: () => Promise<unknown>): Promise<void> {
  while (!session.lost.aborted) {
    await pause(RETRY, undefined, { signal: session.lost }).catch(() => undefined);
    if (session.lost.aborted) return;
    try {
      await work();
      return;
    } catch {
      // it is tried again
    }
  }
}
