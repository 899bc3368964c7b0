import { Agent, request } from 'undici';
import { NoEtcdAnswer, readFailure } from './etcd-error.js';
import type { TlsSettings } from '@inspector/plugin-api/openstack';

/** Connections to one member for calls; watches and what is urgent have others. */
const CONNECTIONS = 32;

/** Milliseconds until a connection that does not open is given up. */
const CONNECT_LIMIT = 1000;

/** A request to one member. */
export interface MemberRequest {
  /** URL without a path. */
  readonly endpoint: string;
  /** Such as `/v3/kv/txn`. */
  readonly path: string;
  readonly body: object;
  /** Token of a user, where there are users. */
  readonly token: string | undefined;
  readonly signal: AbortSignal;
}

/** HTTP to the members of an etcd cluster: kept-alive connections, certificates, no limits of its own on bodies. */
export class Transport {
  readonly #calls: Agent;
  readonly #others: Agent;

  constructor(tls: TlsSettings) {
    // undici ends a body that is silent for 300 s, which a watch may be.
    const options = { connect: { ...tls, timeout: CONNECT_LIMIT }, bodyTimeout: 0, headersTimeout: 0 };
    this.#calls = new Agent({ ...options, connections: CONNECTIONS });
    this.#others = new Agent(options);
  }

  /**
   * Sends a request and reads the whole answer.
   *
   * @param urgent - true: it does not wait for a connection
   * @throws `EtcdRefusal`, `NoEtcdAnswer`
   */
  async call(asked: MemberRequest, urgent = false): Promise<object> {
    const { statusCode, body } = await this.#send(asked, urgent ? this.#others : this.#calls);
    const text = await body.text().catch((error: unknown) => {
      throw noAnswer(error);
    });
    const failure = readFailure(statusCode, text);
    if (failure !== undefined) throw failure;
    return JSON.parse(text) as object;
  }

  /**
   * Sends a request whose answer has one JSON object a line, for as long as both sides want.
   *
   * @throws `EtcdRefusal`, `NoEtcdAnswer`, also while lines are read
   */
  async *stream(asked: MemberRequest): AsyncGenerator<object> {
    const { statusCode, body } = await this.#send(asked, this.#others);
    if (statusCode !== 200) throw readFailure(statusCode, await body.text().catch(() => '')) ?? noAnswer();
    let rest = '';
    body.setEncoding('utf8');
    try {
      for await (const chunk of body) {
        const lines = (rest + String(chunk)).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          if (line.trim() === '') continue;
          const failure = readFailure(200, line);
          if (failure !== undefined) throw failure;
          yield JSON.parse(line) as object;
        }
      }
    } catch (error) {
      throw error instanceof Error && error.name === 'EtcdRefusal' ? error : noAnswer(error);
    }
    throw new NoEtcdAnswer('the watch was ended');
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    await Promise.all([this.#calls.destroy(), this.#others.destroy()]);
  }

  async #send({ endpoint, path, body, token, signal }: MemberRequest, dispatcher: Agent) {
    try {
      return await request(endpoint + path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: token }),
        },
        body: JSON.stringify(body),
        dispatcher,
        signal,
      });
    } catch (error) {
      throw noAnswer(error);
    }
  }
}

function noAnswer(error?: unknown): NoEtcdAnswer {
  if (error instanceof NoEtcdAnswer) return error;
  if (!(error instanceof Error)) return new NoEtcdAnswer('no answer');
  const text = error.name === 'TimeoutError' ? 'no answer in time' : error.message || error.name;
  return new NoEtcdAnswer(text, error);
}
