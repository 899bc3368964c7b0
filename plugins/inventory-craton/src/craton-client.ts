import { setTimeout as pause } from 'node:timers/promises';
import {
  anotherTry,
  InspectorError,
  shortText,
  triesEnded,
  type Json,
  type JsonObject,
  type PluginLog,
} from '@inspector/plugin-api';
import { readJson, writeJson } from '@inspector/plugin-api/json';
import { NoAnswer, ServiceHttp, type ServiceAnswer } from '@inspector/plugin-api/openstack';
import { isJsonObject, textMember } from '@inspector/plugin-api/ramdisk-data';
import { unavailable } from './faults.js';
import { GROUP, type CratonAccess } from './options.js';

/** A request that may be sent again: Craton's own changes are merges, and a name that is taken is looked for. */
export interface CratonRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Below `/v1`, with query. */
  readonly path: string;
  readonly body?: Json;
  readonly signal?: AbortSignal | undefined;
}

/** An answer below 500, with its JSON. */
export interface CratonAnswer {
  readonly status: number;
  /** null where there is no body. */
  readonly body: Json;
}

/** Pauses before further tries, in milliseconds. */
const PAUSES = [100, 300, 900];
/** Bytes of an answer that a message quotes. */
const QUOTED = 300;

/** Requests to Craton v1 in the name of one user. */
export class CratonClient {
  readonly #http: ServiceHttp;
  readonly #headers: Readonly<Record<string, string>>;
  /** Milliseconds that Craton's clock is ahead of this machine's, as its last answer said. */
  #ahead = 0;

  constructor(
    private readonly access: CratonAccess,
    private readonly log: PluginLog,
  ) {
    this.#http = new ServiceHttp(access, GROUP);
    this.#headers = {
      'x-auth-project': access.projectId,
      'x-auth-user': access.username,
      'x-auth-token': access.password,
      'content-type': 'application/json',
      accept: 'application/json',
    };
  }

  /** The time of Craton's clock, milliseconds since 1970: writers on several machines compare times by it. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  /**
   * Sends a request, several times where Craton is away or has a failure.
   *
   * @param expected - statuses that are answers
   * @throws `INSP_INVENTORY_UNAUTHORISED`; `INSP_INVENTORY_UNAVAILABLE` for everything else; the reason of the signal
   */
  async send(request: CratonRequest, ...expected: readonly number[]): Promise<CratonAnswer> {
    const begun = performance.now();
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await this.#once(request, expected);
        if (attempt > 1) triesEnded();
        return answer;
      } catch (error) {
        request.signal?.throwIfAborted();
        if (!(error instanceof NoAnswer)) throw error;
        const isLate = performance.now() - begun > this.access.timeout * 1000;
        if (isLate || !(await this.#again(attempt, error.message, request.signal))) {
          throw unavailable(
            `Craton cannot be used: ${error.message}. Look after it, or check ${GROUP}.url.`,
            error,
          );
        }
      }
    }
  }

  /** One object of a GET. */
  async get(path: string, signal?: AbortSignal): Promise<JsonObject> {
    const { body } = await this.send({ method: 'GET', path, signal }, 200);
    return isJsonObject(body) ? body : {};
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  async #once(request: CratonRequest, expected: readonly number[]): Promise<CratonAnswer> {
    const { method, path, body, signal } = request;
    signal?.throwIfAborted();
    const url = `${this.access.url}${path}`;
    const answer = await this.#http.send({
      method,
      url,
      headers: this.#headers,
      ...(body !== undefined && { body: writeJson(body) }),
      ...(signal && { signal }),
    });
    this.#readClock(answer);
    const { status } = answer;
    const told = `${method} ${url} was answered by ${status} ${this.#quote(answer)}`.trimEnd();
    if (status === 401) {
      throw new InspectorError(
        'INSP_INVENTORY_UNAUTHORISED',
        `Craton refuses the credentials: ${told}. Check username, password and projectId of ${GROUP}.`,
      );
    }
    // Craton answers 500 for several wrong requests, too; a repetition does no harm.
    if (status >= 500) throw new NoAnswer(told, undefined);
    if (!expected.includes(status)) {
      throw unavailable(`Craton does not do what is asked: ${told}. Check ${GROUP}.url.`);
    }
    return { status, body: answer.body.length === 0 ? null : jsonOf(answer, `${method} ${url}`) };
  }

  #again(attempt: number, reason: string, signal: AbortSignal | undefined): Promise<boolean> {
    const milliseconds = PAUSES[attempt - 1] ?? 0;
    const longest = PAUSES.reduce((sum, one) => sum + one, 0) / 1000;
    const next = { service: 'Craton', reason, attempt, attempts: PAUSES.length + 1, longest };
    const signals = (other: AbortSignal | undefined): AbortSignal[] =>
      [signal, other].filter((one) => one !== undefined);
    return anotherTry(
      { ...next, pause: milliseconds / 1000 },
      {
        log: this.log,
        wait: (time, other) => pause(time, undefined, { signal: AbortSignal.any(signals(other)) }),
      },
    );
  }

  #readClock(answer: ServiceAnswer): void {
    const time = Date.parse(answer.header('date') ?? '');
    if (!Number.isNaN(time)) this.#ahead = time - Date.now();
  }

  #quote({ body }: ServiceAnswer): string {
    const text = body.toString('utf8');
    let said = text;
    try {
      said = textMember(JSON.parse(text), 'message') ?? text;
    } catch {
      // A proxy in between answers in its own words.
    }
    return shortText(
      said
        .replaceAll(this.access.password, '***')
        .replace(/[\s.]+$/, '')
        .replace(/\s+/g, ' '),
      QUOTED,
    );
  }
}

function jsonOf(answer: ServiceAnswer, request: string): Json {
  try {
    return readJson(answer.body.toString('utf8'));
  } catch (error) {
    throw new NoAnswer(`${request} was answered by something that is no JSON`, error);
  }
}
