import { InspectorError, shortText, thrownText } from '@inspector/plugin-api';

/** How the server is reached. */
export interface HttpStoreOptions {
  readonly url: string;
  readonly token?: string;
  /** Seconds. */
  readonly timeout: number;
}

/** A resource of the server. */
export interface Resource {
  readonly text: string;
  /** What the server calls this state of it. */
  readonly tag: string;
}

/** What has to be there for a PUT: a certain state, or nothing. */
export type Condition = { readonly tag: string } | 'nothing';

/** Bytes of an answer that a message quotes. */
const QUOTED = 200;

/** Resources below one URL, read and written by conditional requests. */
export class HttpStore {
  readonly #base: string;

  constructor(private readonly options: HttpStoreOptions) {
    this.#base = options.url.replace(/\/+$/, '');
  }

  /** Where a resource is, for messages. */
  urlOf(name: string): string {
    return `${this.#base}/${name}`;
  }

  /** A resource; undefined: there is none. */
  async get(name: string, signal?: AbortSignal): Promise<Resource | undefined> {
    const response = await this.#send('GET', name, {}, signal);
    if (response.status === 404) return undefined;
    const text = await this.#text(name, response);
    const tag = response.headers.get('etag');
    // A weak tag may stay the same although the text changes.
    if (response.ok && tag !== null && !tag.startsWith('W/')) return { text, tag };
    throw this.#unexpected('GET', name, response, response.ok ? 'without a strong ETag' : text);
  }

  /**
   * Writes a resource if the condition holds.
   *
   * @returns the new state; undefined: the condition does not hold, and nothing was changed
   */
  async put(
    name: string,
    text: string,
    condition: Condition,
    signal?: AbortSignal,
  ): Promise<{ readonly tag: string | null } | undefined> {
    const header: Record<string, string> =
      condition === 'nothing' ? { 'if-none-match': '*' } : { 'if-match': condition.tag };
    const headers = { ...header, 'content-type': 'application/json' };
    const response = await this.#send('PUT', name, { headers, body: text }, signal);
    if (response.status === 412) return undefined;
    const said = await this.#text(name, response);
    if (response.ok) return { tag: response.headers.get('etag') };
    if (response.status === 413) {
      throw new InspectorError(
        'INSP_INVENTORY_TOO_LARGE',
        `The inventory is not written: ${this.urlOf(name)} takes no text of ${text.length} characters.`,
      );
    }
    if (response.status === 403 || response.status === 405) {
      throw new InspectorError(
        'INSP_INVENTORY_READ_ONLY',
        `The inventory is not written: PUT ${this.urlOf(name)} was answered by ${response.status}. Give the user of plugins['inventory-http'] the right to write there.`,
      );
    }
    throw this.#unexpected('PUT', name, response, said);
  }

  /** Deletes a resource that nobody needs any more. A failure leaves it there, which does no harm. */
  async delete(name: string): Promise<void> {
    await this.#send('DELETE', name, {}, undefined).then(
      (response) => response.body?.cancel(),
      () => undefined,
    );
  }

  async #send(method: string, name: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
    const { token, timeout } = this.options;
    const limit = AbortSignal.timeout(timeout * 1000);
    let response: Response;
    try {
      response = await fetch(this.urlOf(name), {
        ...init,
        method,
        headers: { ...init.headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
        signal: signal ? AbortSignal.any([limit, signal]) : limit,
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw this.#unavailable(`${method} ${this.urlOf(name)} failed: ${reasonOf(error)}`, error);
    }
    if (response.status !== 401) return response;
    await response.body?.cancel();
    throw new InspectorError(
      'INSP_INVENTORY_UNAUTHORISED',
      `${method} ${this.urlOf(name)} was answered by 401: check plugins['inventory-http'].token.`,
    );
  }

  async #text(name: string, response: Response): Promise<string> {
    try {
      return await response.text();
    } catch (error) {
      throw this.#unavailable(`The answer of ${this.urlOf(name)} broke off: ${reasonOf(error)}`, error);
    }
  }

  #unexpected(method: string, name: string, { status }: Response, said: string): InspectorError {
    return this.#unavailable(
      `${method} ${this.urlOf(name)} was answered by ${status} ${shortText(said, QUOTED)}`,
    );
  }

  #unavailable(what: string, cause?: unknown): InspectorError {
    return new InspectorError(
      'INSP_INVENTORY_UNAVAILABLE',
      `${what.trim()}. Look after the server, or check plugins['inventory-http'].url.`,
      { cause },
    );
  }
}

/** `fetch failed` says little; its cause says why. */
const reasonOf = (error: unknown): string =>
  thrownText(error instanceof Error && error.cause !== undefined ? error.cause : error);
