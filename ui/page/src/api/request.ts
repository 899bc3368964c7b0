/** Why a request failed, for people. */
export class ApiFailure extends Error {
  constructor(
    /** Status of the answer; 0: there was none. */
    readonly status: number,
    message: string,
    /** Seconds after which to ask again, as the service says. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/** What a log-in asks for: user and password, and with Keystone a project, or a token instead. */
export type LoginForm = 'password' | 'keystone';

/** Told when a request needs somebody who has logged in. */
let onStranger: (form: LoginForm) => void = () => undefined;
export const whenStranger = (listener: (form: LoginForm) => void): void => {
  onStranger = listener;
};

interface Sent {
  readonly method?: string;
  /** JSON, or text that is JSON already. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** true: a refused log-in is an answer, and leads nowhere. */
  readonly isLogin?: boolean;
}

/** Relative to `/ui/`, so that it is right below whatever path a proxy has. */
const BASE = '../v1';

/** Address of a route of the API, for links. */
export const addressOf = (path: string): string => BASE + path;

/** Answers that are on their way before a view asks for them. */
const early = new Map<string, Promise<Response>>();

/** Sends a request for what a view is about to ask for. Its answer is taken once; a failure that nobody has waited for is none. */
export function sendEarly(path: string): void {
  const answer = open(path);
  early.set(path, answer);
  answer.catch(() => early.delete(path));
}

/** Sends a request and returns the successful answer, whose body is still on its way. */
export async function open(path: string, sent: Sent = {}): Promise<Response> {
  const known = sent.method === undefined ? early.get(path) : undefined;
  early.delete(path);
  if (known !== undefined) return known;
  const { method = 'GET', body, signal, accept = 'application/json', isLogin = false, headers = {} } = sent;
  let response: Response;
  try {
    response = await fetch(BASE + path, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: accept,
        'X-Inspector-Session': 'page',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiFailure(0, 'The service does not answer. Is it running, and is the network there?');
  }
  if (response.ok) return response;
  const text = await response.text();
  if (response.status === 401 && !isLogin) {
    const challenge = response.headers.get('www-authenticate') ?? '';
    onStranger(challenge.includes('form="keystone"') ? 'keystone' : 'password');
  }
  const wait = Number(response.headers.get('retry-after') ?? NaN);
  throw new ApiFailure(
    response.status,
    messageIn(text, response.status),
    Number.isFinite(wait) ? wait : undefined,
  );
}

/** Sends a request and returns the text of a successful answer. */
export const requestText = async (path: string, sent: Sent = {}): Promise<string> =>
  (await open(path, sent)).text();

/** The same, parsed. */
export async function request<T>(path: string, sent: Sent = {}): Promise<T> {
  const text = await requestText(path, sent);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

function messageIn(text: string, status: number): string {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: unknown } };
    if (typeof error?.message === 'string') return error.message;
  } catch {
    // Not an answer of the service: a proxy in front of it has made a page of its own.
  }
  return `The answer was ${status}, and nothing more was said. Is there a proxy in front of the service?`;
}

/** A part of a path. */
export const part = (text: string): string => encodeURIComponent(text);

/** A query, without what is undefined or empty. */
export function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  if (set.length === 0) return '';
  return `?${new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString()}`;
}
