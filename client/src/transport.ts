import { ClientError } from './client-error.js';

/** How to reach a server. */
export interface TransportOptions {
  /** Where the API is: scheme, host, port and the path below which it is mounted, if any. */
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
  readonly fetch?: typeof globalThis.fetch;
}

/** One request. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Parts of the path, not encoded. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** JSON text. */
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Sends a request and answers the text of a successful answer. Throws {@link ClientError}. */
export type Transport = (request: Request) => Promise<string>;

const DEFAULT_TIMEOUT = 120_000;

/** Makes what sends requests to one server. */
export function createTransport(options: TransportOptions): Transport {
  const base = options.url.replace(/\/+$/, '');
  const send = options.fetch ?? globalThis.fetch;
  const timeout = options.timeout ?? DEFAULT_TIMEOUT;

  return async ({ method, path, query = {}, body, signal }) => {
    const url = `${base}/${path.map(encodeURIComponent).join('/')}${queryText(query)}`;
    const signals = [signal, timeout > 0 ? AbortSignal.timeout(timeout) : undefined];
    const response = await reach(method, url, base, signal, async () => {
      const answer = await send(url, {
        method,
        headers: await headersOf(options, body !== undefined),
        signal: AbortSignal.any(signals.filter((each) => each !== undefined)),
        ...(body === undefined ? {} : { body }),
      });
      return { status: answer.status, text: await answer.text() };
    });
    if (response.status < 400) return response.text;
    throw new ClientError(messageIn(response), { status: response.status, method, url });
  };
}

interface Answer {
  readonly status: number;
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
    throw new ClientError(`Inspector cannot be reached at ${base}: ${reasonOf(cause)}`, {
      method,
      url,
      cause,
    });
  }
}

/** `fetch` hides the reason, such as ECONNREFUSED, in the cause of its error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return cause.message || ((cause as NodeJS.ErrnoException).code ?? error.message);
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

/** The text the server gives for an error, or what can be said without one (a proxy may have answered). */
function messageIn({ status, text }: Answer): string {
  try {
    const message = (JSON.parse(text) as { error?: { message?: unknown } } | null)?.error?.message;
    if (typeof message === 'string') return message;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return `The server answered with status ${status}: ${text.slice(0, 200).trim() || 'no text'}`;
}
