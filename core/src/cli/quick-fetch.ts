import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Fetch, FetchAnswer, FetchRequest } from '@inspector/client';

/**
 * Sends a plain GET, which most commands do, with the small client of Node.js: loading `fetch` takes as long as all the rest of such a
 * command. Everything else, and whatever is not simply answered, is left to `fetch`, which says what is wrong.
 */
export const quickFetch: Fetch = async (url, asked) => {
  const isPlain = asked.method === 'GET' && url.startsWith('http:') && asked.headers['Accept'] === JSON_TYPE;
  const answer = isPlain ? await answerTo(url, asked).catch(() => undefined) : undefined;
  return answer ?? globalThis.fetch(url, asked);
};

const JSON_TYPE = 'application/json';

/** The whole answer; undefined: it leads elsewhere. */
async function answerTo(url: string, { headers, signal }: FetchRequest): Promise<FetchAnswer | undefined> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { headers, signal }, resolve).on('error', reject).end();
  });
  const body = await text(response);
  const { statusCode: status = 0, headers: given } = response;
  if (status < 200 || (status >= 300 && status < 400)) return undefined;
  const get = (name: string): string | null => {
    const value = given[name.toLowerCase()];
    return value === undefined ? null : String(value);
  };
  return {
    status,
    headers: { get, has: (name) => get(name) !== null },
    text: () => Promise.resolve(body),
    body: null,
  };
}
