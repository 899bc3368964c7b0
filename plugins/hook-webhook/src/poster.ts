import { createRequire } from 'node:module';
import type * as Undici from 'undici';
import { thrownText } from '@inspector/plugin-api';
import { readTlsSettings, type TlsSettings } from '@inspector/plugin-api/openstack';
import type { EndpointOptions } from './options.js';

const require = createRequire(import.meta.url);
/** Loaded for the first delivery: a start sends none. */
const undici = (): typeof Undici => require('undici') as typeof Undici;

/** Bytes of an answer that are read; nobody needs them. */
const MOST = 65_536;

/** What an endpoint has answered. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

/** Posts to one endpoint, over a connection of its own. */
export class Poster {
  readonly #url: string;
  readonly #milliseconds: number;
  readonly #tls: TlsSettings;
  #agent: Undici.Agent | undefined;

  /** @throws `INSP_CONFIG_INVALID` naming files that cannot be read */
  constructor(options: EndpointOptions, option: string) {
    this.#url = options.url;
    this.#milliseconds = options.timeoutSeconds * 1000;
    this.#tls = readTlsSettings(options, `plugins['hook-webhook'].${option}`);
  }

  /**
   * Posts JSON and waits for the whole answer: one that breaks off is none. Redirects are not followed.
   *
   * @throws Error where there is no answer
   */
  async post(body: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Answer> {
    const { Agent, request } = undici();
    this.#agent ??= new Agent({ connections: 1, connect: this.#tls });
    const limit = AbortSignal.timeout(Math.ceil(this.#milliseconds));
    try {
      const answer = await request(this.#url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'Inspector', ...headers },
        body,
        dispatcher: this.#agent,
        signal: AbortSignal.any([limit, signal]),
      });
      await readSome(answer.body);
      return { status: answer.statusCode, retryAfter: [answer.headers['retry-after']].flat()[0] };
    } catch (error) {
      if (limit.aborted) throw new Error(`no answer within ${this.#milliseconds / 1000} s`, { cause: error });
      throw new Error(`no answer: ${thrownText(error)}`, { cause: error });
    }
  }

  async close(): Promise<void> {
    await this.#agent?.destroy();
  }
}

/** Reads an answer to its end, or as much of it as anybody needs to send. */
async function readSome(body: AsyncIterable<Buffer>): Promise<void> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MOST) return;
  }
}
