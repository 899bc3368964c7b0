import { InspectorError } from '../errors/inspector-error.js';
import type { ServiceHttp } from './http.js';
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
 * @throws `INSP_CONFIG_INVALID` naming the option that is missing
 */
export function createSession(options: OpenStackOptions, group: string, http: ServiceHttp): OpenStackSession {
  const fixed = (options.endpointOverride ?? options.endpoint)?.replace(/\/+$/, '');
  const need = (name: keyof OpenStackOptions): void => {
    if (options[name] !== undefined) return;
    throw new InspectorError(
      'INSP_CONFIG_INVALID',
      `${group}.${name}: is needed when ${group}.authType is ${options.authType}. Set it.`,
    );
  };
  switch (options.authType) {
    case 'none':
      if (fixed === undefined) need('endpointOverride');
      return { endpoint: async () => fixed ?? '', headers: async () => ({}), renew: () => false };
    case 'http_basic': {
      if (fixed === undefined) need('endpointOverride');
      need('username');
      need('password');
      if (options.username?.includes(':')) {
        throw new InspectorError(
          'INSP_CONFIG_INVALID',
          `${group}.username: a user name for http_basic cannot contain a colon.`,
        );
      }
      const basic = Buffer.from(`${options.username}:${options.password}`, 'utf8').toString('base64');
      return {
        endpoint: async () => fixed ?? '',
        headers: async () => ({ authorization: `Basic ${basic}` }),
        renew: () => false,
      };
    }
    case 'tempauth':
    case 'v1password':
      for (const name of ['authUrl', 'username', 'password'] as const) need(name);
      return new TokenSession(() => signOnToSwift(options, http), fixed, describe(options));
    case 'v3token':
      need('authUrl');
      need('token');
      break;
    case 'v3applicationcredential':
      need('authUrl');
      need('applicationCredentialSecret');
      if (options.applicationCredentialName === undefined) need('applicationCredentialId');
      break;
    case 'password':
    case 'v3password':
      need('authUrl');
      need('password');
      if (options.userId === undefined) need('username');
      break;
  }
  return new TokenSession(() => signOnToKeystone(options, http), fixed, describe(options));
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
    const fetching = this.signOn();
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
