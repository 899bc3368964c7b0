import { InspectorError } from '../errors/inspector-error.js';
import { forAllWhoWait } from '../waiting/patience.js';
import type { ServiceHttp } from './http.js';
import { checkSession } from './check-session.js';
import type { OpenStackOptions } from './options.js';
import { signOnToKeystone, signOnToSwift, type Grant } from './sign-on.js';

/** Who a client is and where its service is. */
export interface OpenStackSession {
  /** URL of the service without trailing slash. */
  endpoint(): Promise<string>;
  /** Headers that prove who is asking. */
  headers(): Promise<Readonly<Record<string, string>>>;
  /**
   * Called after a 401. true: `headers` returns another token, so asking again makes sense.
   *
   * @param refused - the headers that were sent: a token that was replaced in the meantime is not replaced again.
   *   Without them the present token is dropped.
   */
  renew(refused?: Readonly<Record<string, string>>): boolean;
}

/**
 * Makes the session the options ask for. Nothing is sent before it is used.
 *
 * @param group - group of the options, for messages
 * @throws as {@link checkSession}
 */
export function createSession(options: OpenStackOptions, group: string, http: ServiceHttp): OpenStackSession {
  checkSession(options, group);
  const fixed = (options.endpointOverride ?? options.endpoint)?.replace(/\/+$/, '');
  switch (options.authType) {
    case 'none':
      return { endpoint: async () => fixed ?? '', headers: async () => ({}), renew: () => false };
    case 'http_basic': {
      const basic = Buffer.from(`${options.username}:${options.password}`, 'utf8').toString('base64');
      return {
        endpoint: async () => fixed ?? '',
        headers: async () => ({ authorization: `Basic ${basic}` }),
        renew: () => false,
      };
    }
    case 'tempauth':
    case 'v1password':
      return new TokenSession(() => signOnToSwift(options, http), fixed, describe(options));
    case 'password':
    case 'v3password':
    case 'v3applicationcredential':
    case 'v3token':
      return new TokenSession(() => signOnToKeystone(options, http), fixed, describe(options));
  }
}

const describe = ({ serviceType, regionName }: OpenStackOptions): string =>
  `${serviceType}${regionName === undefined ? '' : ` in region ${regionName}`}`;

/** Fetches a token when one is needed, one request at a time however many ask, and replaces it before it expires. */
class TokenSession implements OpenStackSession {
  private grant: Promise<Grant> | undefined;
  /** The token of `grant`, once it is there. */
  private token: string | undefined;

  constructor(
    private readonly signOn: () => Promise<Grant>,
    private readonly fixedEndpoint: string | undefined,
    private readonly service: string,
  ) {}

  async endpoint(): Promise<string> {
    const url = this.fixedEndpoint ?? (await this.current()).endpoint;
    if (url !== undefined) return url;
    throw new InspectorError(
      'INSP_IDENTITY_FAILED',
      `The catalogue of the identity service has no endpoint of ${this.service}; set endpointOverride, or correct regionName and validInterfaces`,
    );
  }

  async headers(): Promise<Readonly<Record<string, string>>> {
    return { 'x-auth-token': (await this.current()).token };
  }

  renew(refused?: Readonly<Record<string, string>>): boolean {
    if (refused === undefined || refused['x-auth-token'] === this.token) this.grant = undefined;
    return true;
  }

  private async current(): Promise<Grant> {
    const present = this.grant;
    if (present !== undefined) {
      const grant = await present;
      if (performance.now() < grant.renewAt) return grant;
      if (this.grant === present) this.grant = undefined;
    }
    this.grant ??= this.fetch();
    return this.grant;
  }

  private fetch(): Promise<Grant> {
    this.token = undefined;
    const fetching = forAllWhoWait(() => this.signOn());
    fetching.then(
      ({ token }) => {
        if (this.grant === fetching) this.token = token;
      },
      () => {
        if (this.grant === fetching) this.grant = undefined;
      },
    );
    return fetching;
  }
}
