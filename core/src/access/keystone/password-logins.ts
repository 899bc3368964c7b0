import type { OpenStackSession, ServiceAnswer, ServiceHttp } from '@inspector/plugin-api/openstack';
import type { FailedCredentials } from '../failed-credentials.js';
import type { PasswordLogin } from '../session/given-login.js';
import { ShutOut } from './counted-tokens.js';
import { IdentityLine } from './identity-line.js';
import { IdentityOutage } from './identity-outage.js';
import { sendQuestion, tokensUrl } from './identity-wire.js';
import { inTime } from './in-time.js';
import { readLoginAnswer, type LoginAnswer } from './login-answer.js';
import { loginRequest, type DefaultDomain } from './login-request.js';

/** Log-ins under way at the same time, and those that wait: each costs Keystone a good part of a second of one processor. */
const [PARALLEL, QUEUE] = [4, 64];

/** What Keystone says to a token that is revoked, or that it does not know any more. */
const ENDED: ReadonlySet<number> = new Set([204, 401, 404]);

/** What log-ins with passwords work with. */
export interface PasswordLoginsOptions {
  /** Of this service itself; it knows where Keystone is. */
  readonly session: OpenStackSession;
  readonly http: ServiceHttp;
  /** Counts wrong passwords. */
  readonly failures: FailedCredentials;
  readonly defaultDomain: DefaultDomain;
  /** Milliseconds that somebody waits. */
  readonly patience?: number | undefined;
}

/**
 * Asks Keystone for tokens for people with passwords. They wait in a line of their own: whoever tries passwords holds nobody up who has
 * a token, and an outage that only log-ins meet, such as one of a directory behind Keystone, is none for tokens.
 */
export class PasswordLogins {
  readonly #line: IdentityLine;

  constructor(private readonly options: PasswordLoginsOptions) {
    const { patience } = options;
    this.#line = new IdentityLine({ about: 'log-ins', parallel: PARALLEL, queue: QUEUE, patience });
  }

  /**
   * What Keystone says to a password. A wrong one is counted, also where nobody waits for the answer any more.
   *
   * @param address - that it came from; undefined: one that is not counted
   * @throws {@link ShutOut}, and `IdentityOutage` where Keystone cannot tell
   */
  async ask(login: PasswordLogin, address: string | undefined): Promise<LoginAnswer> {
    this.#assertNotShutOut(address);
    const question = async () => {
      this.#assertNotShutOut(address);
      return this.#send(login);
    };
    const answer = this.#line.ask(question).then((sent) => {
      const read = readLoginAnswer(sent);
      if (read.kind !== 'token') this.options.failures.note(address);
      return read;
    });
    return inTime(answer, this.#line.patience);
  }

  /**
   * Has a token end that was got for a log-in. One that has ended already is as good.
   *
   * @throws `IdentityOutage` where Keystone does not say that it has ended, or not in time
   */
  async revoke(token: string): Promise<void> {
    const answer = await inTime(
      this.#line.ask(() => this.#sendRevocation(token)),
      this.#line.patience,
    );
    if (!ENDED.has(answer.status))
      throw new IdentityOutage(`The identity service does not revoke a token: ${answer.status}`);
  }

  /** Looked at again when a log-in has its turn: others from the same address have failed meanwhile. */
  #assertNotShutOut(address: string | undefined): void {
    const seconds = this.options.failures.secondsLeft(address);
    if (seconds > 0) throw new ShutOut(seconds);
  }

  async #sendRevocation(token: string): Promise<ServiceAnswer> {
    const { session, http } = this.options;
    // Everybody may revoke the token that they come with.
    const headers = { 'x-auth-token': token, 'x-subject-token': token };
    return sendQuestion(http, { method: 'DELETE', url: await tokensUrl(session), headers });
  }

  async #send(login: PasswordLogin) {
    const { session, http, defaultDomain } = this.options;
    return sendQuestion(http, {
      method: 'POST',
      url: `${await tokensUrl(session)}?nocatalog`,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(loginRequest(login, defaultDomain)),
    });
  }
}
