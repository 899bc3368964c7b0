import { InspectorError } from '../errors/inspector-error.js';
import { findEndpoint, type CatalogueEntry } from './catalogue.js';
import { NoAnswer, type ServiceHttp } from './http.js';
import { identityRequest } from './identity-request.js';
import type { OpenStackOptions } from './options.js';

/** Who a client is and where its service is. */
export interface OpenStackSession {
  /** URL of the service without trailing slash. */
  endpoint(): Promise<string>;
  /** Headers that prove who is asking. */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** Called after a 401: drops the token. true: `headers` answers a new one, so asking again makes sense. */
  renew(): boolean;
}

interface Grant {
  readonly token: string;
  /** Milliseconds on the monotonic clock from which on a new token is fetched. */
  readonly renewAt: number;
  /** URL of the service, where the grant names it. */
  readonly endpoint: string | undefined;
}

/** A token is replaced when this share of its life is over, so that no request starts with one about to expire. */
const USABLE_SHARE = 0.9;
/** Seconds a token is taken to live when nothing says so. */
const ASSUMED_LIFE = 300;

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

  renew(): boolean {
    this.grant = undefined;
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
    const fetching = this.signOn();
    fetching.catch(() => {
      if (this.grant === fetching) this.grant = undefined;
    });
    return fetching;
  }
}

const renewAt = (secondsToLive: number): number =>
  performance.now() + Math.max(0, secondsToLive) * 1000 * USABLE_SHARE;

async function signOnToKeystone(options: OpenStackOptions, http: ServiceHttp): Promise<Grant> {
  const base = (options.authUrl ?? '').replace(/\/+$/, '');
  const url = `${base.endsWith('/v3') ? base : `${base}/v3`}/auth/tokens`;
  const answer = await ask(() =>
    http.send({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(identityRequest(options)),
    }),
  );
  const token = answer.header('x-subject-token');
  if (answer.status !== 201 || token === undefined) throw refused(url, answer.status, answer.body);
  const { expires_at: expires, catalog } = tokenOf(url, answer.body);
  const life = expires === undefined ? ASSUMED_LIFE : (Date.parse(expires) - Date.now()) / 1000;
  return { token, renewAt: renewAt(life), endpoint: findEndpoint(catalog ?? [], options) };
}

interface TokenBody {
  readonly expires_at?: string;
  readonly catalog?: readonly CatalogueEntry[];
}

function tokenOf(url: string, body: Buffer): TokenBody {
  try {
    return (JSON.parse(body.toString('utf8')) as { token: TokenBody }).token;
  } catch (error) {
    throw new InspectorError(
      'INSP_IDENTITY_FAILED',
      `${url} answered something that is not the identity API`,
      { cause: error },
    );
  }
}

async function signOnToSwift(options: OpenStackOptions, http: ServiceHttp): Promise<Grant> {
  const url = options.authUrl ?? '';
  const answer = await ask(() =>
    http.send({
      method: 'GET',
      url,
      headers: { 'x-auth-user': options.username ?? '', 'x-auth-key': options.password ?? '' },
    }),
  );
  const token = answer.header('x-auth-token');
  if (answer.status >= 300 || token === undefined) throw refused(url, answer.status, answer.body);
  const life = Number(answer.header('x-auth-token-expires') ?? ASSUMED_LIFE);
  return { token, renewAt: renewAt(life), endpoint: answer.header('x-storage-url')?.replace(/\/+$/, '') };
}

async function ask<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    throw new InspectorError(
      'INSP_IDENTITY_FAILED',
      `Could not connect to the identity service: ${error.message}`,
      { cause: error },
    );
  }
}

function refused(url: string, status: number, body: Buffer): InspectorError {
  const text = body.toString('utf8').slice(0, 300);
  return new InspectorError(
    'INSP_IDENTITY_FAILED',
    `The identity service refused the credentials: ${url} answered ${status} ${text}`,
  );
}
