import { anotherTry, InspectorError, triesEnded, type PluginLog } from '@inspector/plugin-api';
import {
  NoAnswer,
  type OpenStackSession,
  type ServiceAnswer,
  type ServiceHttp,
} from '@inspector/plugin-api/openstack';
import { setTimeout as pause } from 'node:timers/promises';

/** A request to the object store, its path relative to the account. */
export interface StoreRequest {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** Parts of the path, unescaped: container, object. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** How requests are repeated. */
export interface RetryOptions {
  readonly maxRetries: number;
  /** Seconds before the first repetition, doubled each time. */
  readonly retryInterval: number;
}

/** Sends requests to Swift: signed on, repeated after server errors and lost connections, once more after a 401. */
export class ObjectStore {
  constructor(
    private readonly http: ServiceHttp,
    private readonly session: OpenStackSession,
    private readonly retry: RetryOptions,
    private readonly log: PluginLog,
  ) {}

  /**
   * @returns the answer, whatever its status below 500
   * @throws `INSP_STORAGE_FAILED` when there is none after all repetitions
   */
  async send(request: StoreRequest): Promise<ServiceAnswer> {
    let renewed = false;
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.once(request);
      if ('answer' in outcome) {
        const { answer } = outcome;
        if (answer.status === 401 && !renewed && this.session.renew(outcome.proof)) {
          renewed = true;
          attempt--;
          continue;
        }
        if (answer.status < 500) {
          if (attempt > 0) triesEnded();
          return answer;
        }
      }
      const failure = exhausted(request, outcome);
      if (!(await this.again(attempt, failure.message))) throw failure;
    }
  }

  private again(attempt: number, reason: string): Promise<boolean> {
    const { maxRetries, retryInterval } = this.retry;
    const pauses = { pause: retryInterval * 2 ** attempt, longest: retryInterval * (2 ** maxRetries - 1) };
    const next = { service: 'Swift', reason, attempt: attempt + 1, attempts: maxRetries + 1, ...pauses };
    const wait = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
      pause(milliseconds, undefined, signal && { signal });
    return anotherTry(next, { log: this.log, wait });
  }

  private async once(request: StoreRequest): Promise<Outcome> {
    try {
      const [endpoint, proof] = [await this.session.endpoint(), await this.session.headers()];
      const { method, headers, body } = request;
      const answer = await this.http.send({
        method,
        url: urlOf(endpoint, request),
        headers: { ...headers, ...proof },
        ...(body === undefined ? {} : { body }),
      });
      return { answer, proof };
    } catch (error) {
      if (error instanceof NoAnswer || isAway(error)) return { failure: error as Error };
      throw error;
    }
  }
}

type Outcome =
  | { readonly answer: ServiceAnswer; readonly proof: Readonly<Record<string, string>> }
  | { readonly failure: Error };

/** An identity service that could not be reached may be back at the next attempt; one that refuses will refuse again. */
const isAway = (error: unknown): boolean => InspectorError.is(error) && error.cause instanceof NoAnswer;

function urlOf(endpoint: string, { path, query }: StoreRequest): string {
  const escaped = path.map((part) => encodeURIComponent(part)).join('/');
  const pairs = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
  return `${endpoint}/${escaped}${pairs}`;
}

function exhausted({ method, path }: StoreRequest, outcome: Outcome): InspectorError {
  if ('failure' in outcome) {
    const { failure } = outcome;
    return new InspectorError(
      'INSP_STORAGE_FAILED',
      `Could not connect to the object storage service: ${failure.message}`,
      { cause: failure },
    );
  }
  const { status, body } = outcome.answer;
  return new InspectorError(
    'INSP_STORAGE_FAILED',
    `The object storage service failed: ${method} ${path.join('/')} answered ${status} ${body.toString('utf8').slice(0, 200)}`,
  );
}
