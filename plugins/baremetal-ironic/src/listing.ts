import type { Json } from '@inspector/core';
import { badAnswer, objectIn, rejection, type Answer } from './answer.js';
import type { Call, Service } from './service.js';

/** More pages than any service has; a listing that goes on is a loop. At 1,000 a page: ten million entries. */
const MOST_PAGES = 10_000;

/**
 * Reads a collection, page after page, until the last.
 *
 * The `next` links are taken for their query only: behind a proxy their host and scheme are often wrong, and
 * credentials must not go to another host. Parts of the first query that a link lacks are kept.
 *
 * @param member - name of the list in an answer
 * @param convert - checks and converts one entry
 * @param refused - makes the error for a refused request
 * @throws whatever keeps any page from being read; never answers a part of the list
 */
export async function listAll<T>(
  service: Service,
  call: Call,
  member: 'nodes' | 'ports',
  convert: (entry: Json, answer: Answer) => T,
  refused: (answer: Answer) => Error = rejection,
): Promise<T[]> {
  const result: T[] = [];
  const seen = new Set<string>();
  let query = call.query ?? {};
  for (;;) {
    const answer = await service.call({ ...call, query });
    if (answer.status !== 200) throw answer.status >= 400 ? refused(answer) : unexpected(answer);
    const body = objectIn(answer);
    const entries = Object.hasOwn(body, member) ? body[member] : undefined;
    if (!Array.isArray(entries)) throw badAnswer(answer, `the answer has no list of ${member}.`);
    for (const entry of entries) result.push(convert(entry, answer));

    const next = Object.hasOwn(body, 'next') ? body['next'] : undefined;
    if (next === undefined || next === null) return result;
    if (typeof next !== 'string' || !URL.canParse(next, answer.url)) {
      throw badAnswer(answer, 'the link to the next page is not a URL.');
    }
    query = { ...query, ...Object.fromEntries(new URL(next, answer.url).searchParams) };
    const page = JSON.stringify(query);
    if (entries.length === 0 || seen.has(page) || seen.size >= MOST_PAGES) {
      throw badAnswer(answer, 'the pages of the listing never end.');
    }
    seen.add(page);
  }
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
