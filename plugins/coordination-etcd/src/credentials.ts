import { EtcdRefusal, GRPC } from './etcd-error.js';
import type { EtcdSettings } from './settings.js';

/** Signs a user on at a member. */
export type SignOn = (user: NonNullable<EtcdSettings['user']>) => Promise<string>;

/** The token of the user, which etcd forgets after a while, at its restart and when users change. */
export class Credentials {
  #token: Promise<string> | undefined;

  constructor(private readonly user: EtcdSettings['user']) {}

  /** The token; undefined where there is no user. Only one sign-on is under way at a time. */
  async token(signOn: SignOn): Promise<string | undefined> {
    const { user } = this;
    if (user === undefined) return undefined;
    const token = (this.#token ??= signOn(user));
    return token.catch((error: unknown) => {
      this.forget(token);
      throw error;
    });
  }

  /**
   * Whether a refusal means that the token is not known any more, so that the request may be sent with a new one. The
   * token is forgotten then.
   *
   * @param used - the token that was refused
   */
  async isOld(refusal: unknown, used: string | undefined): Promise<boolean> {
    if (used === undefined || !(refusal instanceof EtcdRefusal)) return false;
    const old =
      refusal.code === GRPC.UNAUTHENTICATED ||
      /invalid auth token|revision of auth store/.test(refusal.message);
    const token = this.#token;
    if (old && token !== undefined && (await token.catch(() => used)) === used) this.forget(token);
    return old;
  }

  private forget(token: Promise<string>): void {
    if (this.#token === token) this.#token = undefined;
  }
}
