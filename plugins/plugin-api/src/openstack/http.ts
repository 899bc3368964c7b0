import { createRequire } from 'node:module';
import type * as Undici from 'undici';
import { currentPatience } from '../waiting/patience.js';
import { requestIdHeader } from '../work/work-origin.js';
import type { OpenStackOptions } from './options.js';
import { readTlsSettings, type TlsSettings } from './tls.js';

const require = createRequire(import.meta.url);
/** Loaded for the first request: it takes a tenth of a second and 15 MB, and a start sends none. */
const undici = (): typeof Undici => require('undici') as typeof Undici;

/** Milliseconds a request gets where no time to wait is left: a service that works returns its answer within that. */
const LEAST = 2000;

/** One request to an OpenStack service. */
export interface ServiceRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Gives the request up when it aborts; the answer is a {@link NoAnswer} then. */
  readonly signal?: AbortSignal;
}

/** A complete answer, whatever its status. */
export interface ServiceAnswer {
  readonly status: number;
  /** Value of a header by its lower-case name. */
  header(name: string): string | undefined;
  readonly body: Buffer;
}

/** There is no answer to go by: the service is away, slow beyond the time limit, or has a failure of its own. */
export class NoAnswer extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'NoAnswer';
  }
}

/** Seconds. */
const CONNECT_TIMEOUT = 10;

/** HTTP to one service: kept-alive connections, its own certificates, a time limit on everything. */
export class ServiceHttp {
  private readonly connect: TlsSettings & { readonly timeout: number };
  private agent: Undici.Agent | undefined;
  private closed = false;
  private readonly milliseconds: number;

  /**
   * @param group - group of the options, for messages
   * @param limits - `connectTimeout`: seconds until a connection that does not open is given up, 10 unless said
   *   otherwise, and never more than `timeout`
   * @throws `INSP_CONFIG_INVALID` naming the option whose file cannot be read
   */
  constructor(
    options: Pick<OpenStackOptions, 'cafile' | 'certfile' | 'keyfile' | 'insecure' | 'timeout'>,
    group: string,
    { connectTimeout = CONNECT_TIMEOUT }: { readonly connectTimeout?: number } = {},
  ) {
    this.milliseconds = options.timeout * 1000;
    this.connect = {
      ...readTlsSettings(options, group),
      timeout: Math.min(options.timeout, connectTimeout) * 1000,
    };
  }

  /** @throws {@link NoAnswer} */
  async send({ method, url, headers, body, signal }: ServiceRequest): Promise<ServiceAnswer> {
    if (this.closed)
      throw new NoAnswer(`${method} ${url} is not sent: the connections are closed`, undefined);
    const { Agent, request } = undici();
    this.agent ??= new Agent({ connections: 32, connect: this.connect });
    const patience = currentPatience();
    const limit = Math.min(this.milliseconds, Math.max(patience?.left ?? Number.POSITIVE_INFINITY, LEAST));
    const begun = performance.now();
    try {
      const answer: Undici.Dispatcher.ResponseData = await request(url, {
        method,
        headers: { ...requestIdHeader(), ...headers },
        body: body ?? null,
        dispatcher: this.agent,
        signal: AbortSignal.any([AbortSignal.timeout(Math.ceil(limit)), ...(signal ? [signal] : [])]),
      });
      const content = Buffer.from(await answer.body.arrayBuffer());
      return {
        status: answer.statusCode,
        body: content,
        header: (name) => [answer.headers[name]].flat()[0],
      };
    } catch (error) {
      patience?.spend(performance.now() - begun);
      const reason = error instanceof Error ? error.message || error.name : String(error);
      throw new NoAnswer(`${method} ${url} failed: ${reason}`, error);
    }
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    this.closed = true;
    await this.agent?.destroy();
  }
}
