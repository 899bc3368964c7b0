import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Histogram, type Registry } from 'prom-client';

/** Services told apart. There are a handful; a hook that asks ever new hosts must not fill the memory. */
const MOST_PEERS = 32;
const OTHERS = 'other';
/** The outcome of a request without a complete answer. */
const NO_ANSWER = 'none';

/** A request as undici, the HTTP client of Node.js, tells of it. */
interface ClientRequest {
  readonly origin?: unknown;
}

/** What undici publishes (`docs/docs/api/DiagnosticsChannel.md` there). */
interface Published {
  readonly request: ClientRequest;
  readonly response?: { readonly statusCode: number };
}

/**
 * Requests to other services (bare metal, identity, object store, whatever hooks ask), by service, status and seconds.
 * The HTTP client tells of them itself, so that plugins need not.
 */
export class PeerRequests {
  readonly #seconds: Histogram<'peer' | 'status'>;
  readonly #open = new WeakMap<ClientRequest, { readonly begun: number; status: string }>();
  readonly #peers = new Map<unknown, string>();

  constructor(registers: Registry[]) {
    this.#seconds = new Histogram({
      name: 'inspector_peer_request_seconds',
      help:
        'Seconds an HTTP request to another service took, by its address and the status of the answer; `none`: there ' +
        'was no complete answer.',
      labelNames: ['peer', 'status'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    });
  }

  /**
   * Begins to count the requests of the process.
   *
   * @returns what ends it
   */
  start(): () => void {
    const listeners: Readonly<Record<string, (published: Published) => void>> = {
      create: ({ request }) => void this.#open.set(request, { begun: performance.now(), status: NO_ANSWER }),
      headers: ({ request, response }) => {
        const open = this.#open.get(request);
        if (open && response) open.status = String(response.statusCode);
      },
      trailers: ({ request }) => this.#end(request, this.#open.get(request)?.status),
      error: ({ request }) => this.#end(request, NO_ANSWER),
    };
    const subscribed = Object.entries(listeners).map(([event, listen]) => {
      const listener = (published: unknown): void => listen(published as Published);
      const channel = `undici:request:${event}`;
      subscribe(channel, listener);
      return () => void unsubscribe(channel, listener);
    });
    return () => {
      for (const end of subscribed) end();
    };
  }

  #end(request: ClientRequest, status: string | undefined): void {
    const open = this.#open.get(request);
    if (open === undefined || status === undefined) return;
    this.#open.delete(request);
    const seconds = (performance.now() - open.begun) / 1000;
    this.#seconds.observe({ peer: this.#peer(request.origin), status }, seconds);
  }

  /** Scheme, host and port; never a path or credentials. */
  #peer(origin: unknown): string {
    const known = this.#peers.get(String(origin));
    if (known !== undefined) return known;
    if (this.#peers.size >= MOST_PEERS) return OTHERS;
    const name = URL.canParse(String(origin)) ? new URL(String(origin)).origin : OTHERS;
    this.#peers.set(String(origin), name);
    return name;
  }
}
