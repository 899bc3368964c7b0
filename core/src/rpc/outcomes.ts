import type { JSONRPCResponse } from 'json-rpc-2.0';
import { LRUCache } from 'lru-cache';

/** Minutes after its end that the outcome of a call can be asked for; callers ask within seconds. */
const MINUTES = 10;
/** Characters of all outcomes together that are kept. */
const CHARACTERS = 32 * 1024 * 1024;
/** What the book-keeping of one takes, about. */
const EACH = 200;
/** Calls that are kept from beginning; a caller asks about one only when its connection broke. */
const MOST_BARRED = 10_000;

/** Remembers calls by their id, so that each is carried out once and its outcome can be asked for later. */
export class Outcomes {
  private readonly running = new Map<string, Promise<JSONRPCResponse>>();
  private readonly ended = new LRUCache<string, string>({
    maxSize: CHARACTERS,
    sizeCalculation: (answer) => answer.length + EACH,
    ttl: MINUTES * 60_000,
  });
  private readonly barred = new LRUCache<string, true>({ max: MOST_BARRED, ttl: MINUTES * 60_000 });

  /**
   * Carries a call out, unless it runs or has ended already.
   *
   * @param work - resolves with the answer; never rejects
   * @returns the answer to the first call with this id
   */
  once(id: string, work: () => Promise<JSONRPCResponse>): Promise<JSONRPCResponse> {
    return this.of(id) ?? this.begin(id, work);
  }

  /** The answer to a call, as soon as there is one; undefined when no such call is remembered. */
  of(id: string): Promise<JSONRPCResponse> | undefined {
    const text = this.ended.get(id);
    return text === undefined ? this.running.get(id) : Promise.resolve(JSON.parse(text) as JSONRPCResponse);
  }

  /**
   * Keeps a call that has not arrived from being begun when it does: its caller is about to be told so, and to ask another
   * conductor.
   */
  bar(id: string): void {
    this.barred.set(id, true);
  }

  /** Whether a call is not to be begun any more. */
  isBarred(id: string): boolean {
    return this.barred.has(id);
  }

  private begin(id: string, work: () => Promise<JSONRPCResponse>): Promise<JSONRPCResponse> {
    const answer = work().then((response) => {
      this.ended.set(id, JSON.stringify(response));
      this.running.delete(id);
      return response;
    });
    this.running.set(id, answer);
    return answer;
  }
}
