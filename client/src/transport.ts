import { ClientError } from './client-error.js';
import { unreachableBecause } from './unreachable.js';

/** A request as it is handed to what sends it. */
export interface FetchRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly body?: string;
}

/** The parts of a `Response` that are read. */
export type FetchAnswer = Pick<Response, 'status' | 'text' | 'body'> & {
  readonly headers: Pick<Headers, 'get' | 'has'>;
};

/** Sends a request; the global `fetch` is one. */
export type Fetch = (url: string, request: FetchRequest) => Promise<FetchAnswer>;

/** How to reach a server. */
export interface TransportOptions {
  /** Where the API is: scheme, host, port and the path below which it is mounted, if any; no credentials. */
  readonly url: string;
  /** Keystone token, or how to get the present one. */
  readonly token?: string | (() => string | Promise<string>);
  /** User name and password of HTTP basic authentication. */
  readonly basic?: { readonly username: string; readonly password: string };
  /** Further headers of every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** API version to ask for, such as `1.18`. Default `latest`. */
  readonly version?: string;
  /** Milliseconds a request may take; 0: no limit. Default 120000. */
  readonly timeout?: number;
  /** What sends requests. Default: the global `fetch`, which keeps connections open between requests. */
  readonly fetch?: Fetch;
}

/** One request. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Parts of the path, not encoded. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** JSON text. */
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What sends requests to one server. All methods throw {@link ClientError}. */
export interface Transport {
  /** Sends a request and returns the text of a successful answer. */
  text(request: Request): Promise<string>;
  /** The same for an answer that is a JSON object, not parsed: numbers stay as they are written. */
  objectText(request: Request): Promise<string>;
  /**
   * The same, parsed.
   *
   * @param member - what every such answer of Inspector has
   */
  json<T>(request: Request, member?: string): Promise<T>;
  /** The list that an answer has under a name. */
  list<T>(request: Request, name: string): Promise<T[]>;
  /** What comes of an answer that goes on, as it comes. Ends with the answer; throws when it is cut. */
  stream(request: Request, options: StreamOptions): AsyncIterable<Uint8Array>;
  /** An error about a request whose answer had begun. */
  failure(request: Request, message: string, status?: number): ClientError;
}

/** What an answer that goes on has to be. */
export interface StreamOptions {
  /** Its media type. */
  readonly type: string;
  /** Milliseconds without a byte after which it counts as cut. */
  readonly silence: number;
}

const DEFAULT_TIMEOUT = 120_000;
/** Characters of an unexpected answer that are shown. */
const SHOWN = 200;

/**
 * Makes what sends requests to one server.
 *
 * @throws TypeError for a URL that cannot be the one of an API
 */
export function createTransport(options: TransportOptions): Transport {
  const base = baseOf(options.url);
  const send: Fetch = options.fetch ?? globalThis.fetch;
  const timeout = options.timeout ?? DEFAULT_TIMEOUT;

  const text: Transport['text'] = async ({ method, path, query = {}, body, signal }) => {
    const url = `${base}/${path.map(pathPart).join('/')}${queryText(query)}`;
    const signals = [signal, timeout > 0 ? AbortSignal.timeout(timeout) : undefined];
    const response = await reach(method, url, base, signal, async () => {
      const answer = await send(url, {
        method,
        headers: await headersOf(options, body !== undefined),
        signal: AbortSignal.any(signals.filter((each) => each !== undefined)),
        ...(body === undefined ? {} : { body }),
      });
      const type = answer.headers.get('content-type') ?? '';
      return {
        status: answer.status,
        isPage: type.startsWith('text/html'),
        isInspector: answer.headers.has(MARK),
        text: await answer.text(),
      };
    });
    const { status, isPage } = response;
    if (status >= 400) throw new ClientError(messageIn(response, base), { status, method, url });
    if (isPage) throw new ClientError(notInspector(base, 'a web page'), { status, method, url });
    return response.text;
  };
  const other = ({ method, path }: Request, what: string, cause?: unknown): ClientError => {
    const url = `${base}/${path.map(pathPart).join('/')}`;
    return new ClientError(notInspector(base, what), { method, url, cause, status: ANSWERED });
  };
  const notJson = (request: Request, cause?: unknown): ClientError =>
    other(request, 'something that is not JSON', cause);
  const objectText = async (request: Request): Promise<string> => {
    const answer = await text(request);
    if (!/^\s*\{/.test(answer)) throw notJson(request);
    return answer;
  };
  const json = async <T>(request: Request, member?: string): Promise<T> => {
    const answer = await text(request);
    let value: unknown;
    try {
      value = JSON.parse(answer);
    } catch (cause) {
      throw notJson(request, cause);
    }
    if (member === undefined || hasMember(value, member)) return value as T;
    throw other(request, `JSON without "${member}"`);
  };
  const list = async <T>(request: Request, name: string): Promise<T[]> => {
    const value = (await json<Readonly<Record<string, unknown>>>(request, name))[name];
    if (Array.isArray(value)) return value as T[];
    throw other(request, `something else than a list as "${name}"`);
  };
  const failure: Transport['failure'] = ({ method, path }, message, status) =>
    new ClientError(message, { method, url: `${base}/${path.map(pathPart).join('/')}`, status });

  async function* stream(request: Request, { type, silence }: StreamOptions): AsyncGenerator<Uint8Array> {
    const { method, path, query = {}, signal } = request;
    const url = `${base}/${path.map(pathPart).join('/')}${queryText(query)}`;
    const cut = new AbortController();
    const timer = setTimeout(() => cut.abort(new Error('no sign of life')), silence);
    const stop = (): void => cut.abort(signal?.reason);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
    try {
      const headers = { ...(await headersOf(options, false)), Accept: type };
      const answer = await send(url, { method, headers, signal: cut.signal });
      const given = answer.headers.get('content-type') ?? '';
      if (answer.status >= 400 || !given.startsWith(type)) throw await refusal(answer, { method, url, base });
      for await (const chunk of answer.body ?? []) {
        timer.refresh();
        yield chunk;
      }
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (error instanceof ClientError) throw error;
      const reason = `Inspector cannot be reached at ${base}: ${unreachableBecause(error, base)}`;
      throw new ClientError(reason, { method, url, cause: error });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      cut.abort();
    }
  }
  return { text, objectText, json, list, stream, failure };
}

/** Why an answer is not the stream that was asked for. */
async function refusal(
  response: FetchAnswer,
  { method, url, base }: { readonly method: string; readonly url: string; readonly base: string },
): Promise<ClientError> {
  const { status, headers } = response;
  const isPage = (headers.get('content-type') ?? '').startsWith('text/html');
  if (status < 400) {
    return new ClientError(notInspector(base, 'something that is no stream of events'), {
      status,
      method,
      url,
    });
  }
  const answer = { status, isPage, isInspector: headers.has(MARK), text: await response.text() };
  return new ClientError(messageIn(answer, base), { status, method, url });
}

const hasMember = (value: unknown, name: string): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name);

/** Header of every answer of Inspector. */
const MARK = 'x-openstack-ironic-inspector-api-maximum-version';
/** What only a service says that has no such route or resource; other errors may be those of a proxy in front. */
const NO_SUCH_ROUTE = new Set([404, 405, 406]);

/** Status of an answer that cannot be read. */
const ANSWERED = 200;

const notInspector = (base: string, what: string): string =>
  `The server at ${base} is not Inspector: it sent ${what}.`;

/** The URL without slashes at its end. */
function baseOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.search !== '' || parsed.hash !== '') {
    throw new TypeError(`'${url}' is not the URL of an API: expected something like http://127.0.0.1:5050`);
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new TypeError(
      `The URL of ${parsed.host} holds credentials: give user name and password on their own`,
    );
  }
  return url.replace(/\/+$/, '');
}

/** A part of a path, encoded. What a URL takes for no part or for a step up would lead to another route. */
function pathPart(part: string): string {
  if (part === '' || part === '.' || part === '..') {
    throw new TypeError(`'${part}' is neither the UUID nor the name of anything`);
  }
  return encodeURIComponent(part);
}

interface Answer {
  readonly status: number;
  /** Whether it has the mark that Inspector puts on every answer. */
  readonly isInspector: boolean;
  /** Whether it is a page for people, which Inspector never sends. */
  readonly isPage: boolean;
  readonly text: string;
}

/** Turns what `fetch` throws into an error that says what could not be reached and why. */
async function reach(
  method: string,
  url: string,
  base: string,
  signal: AbortSignal | undefined,
  send: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await send();
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw new ClientError(`Inspector cannot be reached at ${base}: ${unreachableBecause(cause, base)}`, {
      method,
      url,
      cause,
    });
  }
}

function queryText(query: NonNullable<Request['query']>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return parameters.size === 0 ? '' : `?${parameters}`;
}

async function headersOf(options: TransportOptions, hasBody: boolean): Promise<Record<string, string>> {
  const { basic, token } = options;
  const present = typeof token === 'function' ? await token() : token;
  return {
    Accept: 'application/json',
    'X-OpenStack-Ironic-Inspector-API-Version': options.version ?? 'latest',
    ...(hasBody && { 'Content-Type': 'application/json' }),
    ...(present !== undefined && { 'X-Auth-Token': present }),
    ...(basic && {
      Authorization: `Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString('base64')}`,
    }),
    ...options.headers,
  };
}

/** The text of the server for an error, or a text from the status if it has none (a proxy may have answered). */
function messageIn({ status, isPage, isInspector, text }: Answer, base: string): string {
  try {
    const message = (JSON.parse(text) as { error?: { message?: unknown } } | null)?.error?.message;
    if (typeof message === 'string') return message;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (!isInspector && NO_SUCH_ROUTE.has(status)) {
    return `The server at ${base} is not Inspector: it does not know the API (status ${status}).`;
  }
  const shown = isPage ? 'a web page, so it may not be Inspector' : text.slice(0, SHOWN).trim();
  return `The server answered with status ${status}: ${shown.replaceAll(/\s+/g, ' ') || 'no text'}`;
}
