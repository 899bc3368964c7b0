import type { Json } from '@inspector/plugin-api';
import { badAnswer, objectIn, rejection, type Answer } from './answer.js';
import type { Page, PageMemory } from './page-memory.js';
import type { Call, Service } from './service.js';

/** More pages than any service has; a listing that goes on is a loop. */
const MOST_PAGES = 10_000;

/** More entries than any service has: they would take 400 MB. */
const MOST_ENTRIES = 1_000_000;

/** What a listing may be given besides. */
export interface ListingOptions<T> {
  /** Makes the error for a refused request. */
  readonly refused?: (answer: Answer) => Error;
  /** Keeps the pages, so that those that did not change are not read again. */
  readonly memory?: PageMemory<T>;
}

/**
 * Reads a collection, page after page, until the last.
 *
 * The `next` links are taken for their query only: behind a proxy their host and scheme are often wrong, and
 * credentials must not go to another host. Parts of the first query that a link lacks are kept.
 *
 * @param member - name of the list in an answer
 * @param convert - checks and converts one entry
 * @throws the error of the first page that cannot be read; never returns a part of the list
 */
export async function listAll<T>(
  service: Service,
  call: Call,
  member: 'nodes' | 'ports',
  convert: (entry: Json, answer: Answer) => T,
  { refused = rejection, memory }: ListingOptions<T> = {},
): Promise<T[]> {
  const result: T[] = [];
  const seen = new Set<string>();
  let query = call.query ?? {};
  for (;;) {
    const answer = await service.call({ ...call, query });
    if (answer.status !== 200) throw answer.status >= 400 ? refused(answer) : unexpected(answer);
    const read = () => readPage(answer, member, convert);
    const { entries, next } = memory === undefined ? read() : memory.read(answer, read);
    for (const entry of entries) result.push(entry);
    if (next === undefined) return result;
    query = { ...query, ...next };
    const page = JSON.stringify(query);
    if (entries.length === 0 || seen.has(page) || seen.size >= MOST_PAGES || result.length > MOST_ENTRIES) {
      throw badAnswer(answer, 'the pages of the listing never end.');
    }
    seen.add(page);
  }
}

function readPage<T>(answer: Answer, member: string, convert: (entry: Json, answer: Answer) => T): Page<T> {
  const body = objectIn(answer);
  const found = Object.hasOwn(body, member) ? body[member] : undefined;
  if (!Array.isArray(found)) throw badAnswer(answer, `the answer has no list of ${member}.`);
  const entries = found.map((entry) => convert(entry, answer));
  const next = Object.hasOwn(body, 'next') ? body['next'] : undefined;
  if (next === undefined || next === null) return { entries, next: undefined };
  if (typeof next !== 'string' || !URL.canParse(next, answer.url)) {
    throw badAnswer(answer, 'the link to the next page is not a URL.');
  }
  return { entries, next: Object.fromEntries(new URL(next, answer.url).searchParams) };
}

/** The error for a status below 400 that the API does not use here, such as a redirection. */
export function unexpected(answer: Answer): Error {
  const location = answer.header('location');
  return badAnswer(
    answer,
    location === undefined
      ? 'this status is not part of the bare metal API.'
      : `redirects to ${location}. Set ironic.endpointOverride to where the service really is.`,
  );
}
