import { httpUrlFault, type EventNews, type FollowCall } from '@inspector/plugin-api';
import { deliveryOf, signedHeaders, type Delivery } from './delivery.js';
import { wrongOption, type EndpointOptions } from './options.js';
import { Poster, type Answer } from './poster.js';
import { retryAfter } from './retry-after.js';
import { keysOf } from './secrets.js';

const GONE = 410;
/** Statuses below 500 that say "later", and not "no". */
const LATER: readonly number[] = [408, 425, 429];

/** Delivers events to one endpoint. */
export class Endpoint {
  readonly #options: EndpointOptions;
  readonly #keys: readonly Buffer[];
  readonly #poster: Poster;
  readonly #now: () => number;
  /** Whether it had no use for the last delivery, or there was no answer. */
  #isFailing = false;

  /**
   * @param secret - of all endpoints that have none of their own
   * @param option - where its options are, for messages
   * @param now - milliseconds since 1970
   * @throws `INSP_CONFIG_INVALID` naming the option that cannot be used
   */
  constructor(
    options: EndpointOptions,
    secret: string | undefined,
    option: string,
    now: () => number = () => Date.now(),
  ) {
    checkUrl(options.url, `${option}.url`);
    this.#options = options;
    this.#keys = keysOf(options.secret ?? secret, `${option}.secret`);
    this.#poster = new Poster(options, option);
    this.#now = now;
  }

  /** Delivers news; throws where that has to be tried again. */
  async deliver(news: EventNews, call: FollowCall): Promise<void> {
    const { name, retryHours, maxAttempts } = this.#options;
    const delivery = deliveryOf(name, news);
    const isOld = (): boolean =>
      delivery.happened !== undefined && this.#now() - delivery.happened > retryHours * 3_600_000;
    // Nobody answers, and it would be given up afterwards: all the older ones are not tried one by one.
    if (this.#isFailing && isOld())
      return call.giveUp(tooOld(retryHours, 'the endpoint does not take events'));
    let refusal: string;
    try {
      const answer = await this.#post(delivery, call.signal);
      const { status } = answer;
      this.#isFailing = status < 200 || status > 299;
      if (!this.#isFailing) return;
      if (status === GONE) {
        return call.stop('it answers 410 Gone: take it out of the configuration, or start the service again');
      }
      const seconds = retryAfter(answer.retryAfter, this.#now());
      if (seconds !== undefined) call.retryIn(seconds);
      refusal = refusalText(answer);
      if (isFinal(status) && call.attempt >= maxAttempts) {
        return call.giveUp(`${refusal}, ${call.attempt} times`);
      }
    } catch (error) {
      this.#isFailing = true;
      if (!isOld()) throw error;
      refusal = error instanceof Error ? error.message : String(error);
    }
    if (isOld()) return call.giveUp(tooOld(retryHours, refusal));
    throw new Error(refusal);
  }

  close(): Promise<void> {
    return this.#poster.close();
  }

  #post(delivery: Delivery, signal: AbortSignal): Promise<Answer> {
    const seconds = Math.floor(this.#now() / 1000);
    return this.#poster.post(delivery.body, signedHeaders(delivery, this.#keys, seconds), signal);
  }
}

/** The endpoint has understood the delivery and does not want it. */
const isFinal = (status: number): boolean => status < 500 && !LATER.includes(status);

const refusalText = ({ status }: Answer): string =>
  status >= 300 && status < 400
    ? `it answers ${status}, and redirects are not followed`
    : `it answers ${status}`;

const tooOld = (hours: number, why: string): string => `older than ${hours} hours (retryHours): ${why}`;

function checkUrl(url: string, option: string): void {
  const fault = httpUrlFault(url, 'https://cmdb.example.com/hooks/inspector');
  if (fault !== undefined) throw wrongOption(option, fault);
  const { username, password } = new URL(url);
  if (username !== '' || password !== '') {
    throw wrongOption(option, 'a URL with a password is not used: the receiver checks the signature instead');
  }
}
