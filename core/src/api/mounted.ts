import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { within } from '../tasks/within.js';
import { answerLast, requireOneHost } from './malformed.js';

/** What a server calls for each request to a mounted API. Resolves when the answer was sent, or its client is gone. */
export type MountedHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** An API inside of somebody else's server, below a path of it. */
export class MountedApi {
  readonly #running = new Set<Promise<void>>();
  readonly #listener: RequestListener;
  #closed = false;

  /**
   * @param listener - the API as if it were at the root
   * @param path - where it is mounted, such as `/introspection`; empty: at the root
   */
  constructor(
    listener: RequestListener,
    private readonly path: string,
  ) {
    this.#listener = requireOneHost(listener);
  }

  readonly handler: MountedHandler = (request, response) => {
    const done = this.#answer(request, response).finally(() => this.#running.delete(done));
    this.#running.add(done);
    return done;
  };

  /** Turns new requests away, and waits for those that are being answered, at most so many milliseconds. */
  async close(limitMilliseconds: number): Promise<void> {
    this.#closed = true;
    await within(Promise.all(this.#running), limitMilliseconds);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url } = request;
    const sent = new Promise<void>((resolve) => response.once('close', resolve));
    if (this.#closed) answerLast(response, 503, 'the service is stopping');
    else if (request.readableDidRead) answerLast(response, 500, BODY_TAKEN);
    else {
      request.url = inside(request, this.path);
      this.#listener(request, response);
    }
    await sent;
    if (url !== undefined) request.url = url;
  }
}

const BODY_TAKEN =
  'something has read the body of the request before Inspector got it: mount Inspector in front of what parses bodies';

/** The URL as it is below the path. Frameworks that mount by themselves, such as Express, have cut it already. */
function inside(request: IncomingMessage, path: string): string {
  const url = request.url ?? '/';
  const { originalUrl } = request as { readonly originalUrl?: unknown };
  const isCut = typeof originalUrl === 'string' && originalUrl !== url;
  if (isCut || !(url === path || url.startsWith(`${path}/`) || url.startsWith(`${path}?`))) return url;
  const rest = url.slice(path.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}
