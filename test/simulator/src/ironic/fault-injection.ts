/** One request as fault matchers and the log see it. */
export interface SeenRequest {
  readonly method: string;
  /** Path with query, as sent. */
  readonly path: string;
  /** Method and path with `{}` for ids, without the query: `GET /v1/nodes/{}/validate`. */
  readonly route: string;
  /** UUID of the node concerned, as far as the path or the query tells. */
  readonly node: string | undefined;
  /** The header `X-OpenStack-Request-ID`. */
  readonly requestId: string | undefined;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** Which requests a fault hits: every part given must fit; a function decides by itself. */
export type RequestMatcher =
  | {
      readonly method?: string;
      /** Text the path (with query) must contain, or a pattern. */
      readonly path?: string | RegExp;
      /** Route as in {@link SeenRequest.route}. */
      readonly route?: string;
      /** UUID of the node. */
      readonly node?: string;
    }
  | ((request: SeenRequest) => boolean);

/**
 * What happens to a request that is hit.
 *
 * - a number: this HTTP status is answered, nothing is done
 * - `hang`: no answer ever comes
 * - `drop`: the connection is cut, nothing is done
 * - `drop-after`: the request is carried out, then the connection is cut (a lost answer)
 * - `slow`: carried out and answered after `delayMs`
 * - `held`: carried out and answered once the test calls {@link InjectedFault.release}
 * - `garbage`: carried out, answered with the first half of the JSON
 * - `truncate`: carried out, the whole length is announced but only half is sent before the cut
 */
export type FaultKind = number | 'hang' | 'drop' | 'drop-after' | 'slow' | 'held' | 'garbage' | 'truncate';

/** A fault to inject. */
export interface Fault {
  /** Default: every request. */
  readonly match?: RequestMatcher;
  /** How many requests it hits before it goes away; default: no end. */
  readonly times?: number;
  readonly status: FaultKind;
  /** For `slow`, or a delay before any other kind; milliseconds. Default 0, for `slow` 1000. */
  readonly delayMs?: number;
  /** Text of the error body; without it a text that fits the status. */
  readonly text?: string;
}

/** A fault at work. */
export interface InjectedFault {
  /** How many requests it has hit. */
  readonly hits: number;
  /** Resolves when the first request is hit. */
  readonly arrived: Promise<void>;
  /** Lets the requests go on that are `held`; later ones are not held any more. */
  release(): void;
  /** Ends it. Requests that are `held` go on. */
  clear(): void;
}

/** What happens to one request. */
export interface TakenFault {
  readonly fault: Fault;
  /** For `held`: resolves when the request may go on. */
  readonly released: Promise<void> | undefined;
}

interface Entry {
  readonly fault: Fault;
  hits: number;
  readonly arrived: Promise<void>;
  readonly arrive: () => void;
  readonly released: Promise<void>;
  readonly release: () => void;
}

/** The faults of one fake, first injected first asked. */
export class FaultInjection {
  readonly #active: Entry[] = [];

  add(fault: Fault): InjectedFault {
    const entry = newEntry(fault);
    this.#active.push(entry);
    const end = (): void => {
      this.#remove(entry);
      entry.release();
    };
    return {
      get hits() {
        return entry.hits;
      },
      arrived: entry.arrived,
      release: end,
      clear: end,
    };
  }

  clear(): void {
    for (const { release } of this.#active.splice(0)) release();
  }

  /** The fault that hits this request, if one does; counts it. */
  take(request: SeenRequest): TakenFault | undefined {
    const entry = this.#active.find(({ fault }) => matches(fault.match, request));
    if (entry === undefined) return undefined;
    entry.hits++;
    entry.arrive();
    if (entry.fault.times !== undefined && entry.hits >= entry.fault.times) this.#remove(entry);
    return { fault: entry.fault, released: entry.fault.status === 'held' ? entry.released : undefined };
  }

  #remove(entry: Entry): void {
    const index = this.#active.indexOf(entry);
    if (index >= 0) this.#active.splice(index, 1);
  }
}

function newEntry(fault: Fault): Entry {
  let arrive = (): void => undefined;
  let release = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  return { fault, hits: 0, arrived, arrive, released, release };
}

/** Whether a request fits a matcher. */
export function matches(matcher: RequestMatcher | undefined, request: SeenRequest): boolean {
  if (matcher === undefined) return true;
  if (typeof matcher === 'function') return matcher(request);
  const { method, path, route, node } = matcher;
  if (method !== undefined && method !== request.method) return false;
  if (route !== undefined && route !== request.route) return false;
  if (node !== undefined && node !== request.node) return false;
  if (path === undefined) return true;
  return typeof path === 'string' ? request.path.includes(path) : path.test(request.path);
}
