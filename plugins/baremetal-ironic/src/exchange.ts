import type { Agent, Dispatcher } from 'undici';
import { InspectorError } from '@inspector/plugin-api';

/** Largest answer read. A page of 1,000 complete nodes is about 4 MB; more than this is not a listing. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** Methods the service is called with. */
export type HttpMethod = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

/** One request, ready to be sent. */
export interface HttpRequest {
  readonly method: HttpMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
}

/** A complete answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  /** Value of a header by its lower-case name. */
  header(name: string): string | undefined;
  readonly body: Buffer;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * One request and its answer, collected straight from the connection: answers are small and wanted whole, so
 * the streams that undici puts around them are only work.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** What {@link Agent.dispatch} is given. */
  readonly options: Agent.DispatchOptions;
  /** The complete answer, or why there is none. */
  readonly answer: Promise<HttpAnswer>;
  readonly #message: HttpRequest;
  #resolve!: (answer: HttpAnswer) => void;
  #reject!: (reason: unknown) => void;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #status = 0;
  #headers: Headers = {};
  #controller: Dispatcher.DispatchController | undefined;
  #timedOut = false;

  constructor(message: HttpRequest) {
    this.#message = message;
    const { origin, pathname, search } = new URL(message.url);
    this.options = {
      origin,
      path: pathname + search,
      method: message.method,
      headers: message.headers,
      body: message.body ?? null,
    };
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Whether {@link timeOut} ended the exchange. */
  get timedOut(): boolean {
    return this.#timedOut;
  }

  /** Ends the exchange because it took too long. */
  timeOut(): void {
    this.#timedOut = true;
    this.#end(new Error('the time is up'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#timedOut) controller.abort(new Error('the time was up before a connection was free'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Headers): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size <= MAX_ANSWER_BYTES) this.#chunks.push(chunk);
    else this.#end(this.#tooLarge());
  }

  onResponseEnd(): void {
    const headers = this.#headers;
    this.#resolve({
      status: this.#status,
      header(name) {
        const value = headers[name];
        return Array.isArray(value) ? value[0] : value;
      },
      body: Buffer.concat(this.#chunks, this.#size),
    });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error);
  }

  #end(reason: Error): void {
    this.#reject(reason);
    this.#controller?.abort(reason);
  }

  #tooLarge(): InspectorError {
    const { method, url } = this.#message;
    return new InspectorError(
      'INSP_BAREMETAL_BAD_ANSWER',
      `${method} ${url} is answered with more than ${String(MAX_ANSWER_BYTES)} bytes.`,
    );
  }
}
