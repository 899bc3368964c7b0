import { InspectorError } from '../errors/inspector-error.js';
import { findEndpoint, type CatalogueEntry } from './catalogue.js';
import { NoAnswer, type ServiceAnswer, type ServiceHttp, type ServiceRequest } from './http.js';
import { identityRequest } from './identity-request.js';
import type { OpenStackOptions } from './options.js';

/** A token, and what came with it. */
export interface Grant {
  readonly token: string;
  /** Milliseconds on the monotonic clock from which on a new token is fetched. */
  readonly renewAt: number;
  /** URL of the service without trailing slash, where the grant names it. */
  readonly endpoint: string | undefined;
}

/** A token is replaced when this share of its life is over, so that no request starts with one about to expire. */
const USABLE_SHARE = 0.9;
/** Seconds a token is taken to live when nothing says so. */
const ASSUMED_LIFE = 300;
/** Characters of an answer that are quoted. */
const QUOTED = 300;

/**
 * Gets a token of Keystone's v3 API.
 *
 * @throws `INSP_IDENTITY_FAILED`, with a {@link NoAnswer} as cause where asking again later may help
 */
export async function signOnToKeystone(options: OpenStackOptions, http: ServiceHttp): Promise<Grant> {
  const base = (options.authUrl ?? '').replace(/\/+$/, '');
  const url = `${base.endsWith('/v3') ? base : `${base}/v3`}/auth/tokens`;
  const answer = await ask(options, http, {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(identityRequest(options)),
  });
  const token = answer.header('x-subject-token');
  if (answer.status !== 201 || token === undefined) throw refused(options, url, answer);
  const began = performance.now();
  const { issued_at: issued, expires_at: expires, catalog } = tokenOf(url, answer.body);
  // By the clock of the service alone: this machine's may be wrong.
  const life = (Date.parse(expires ?? '') - Date.parse(issued ?? '')) / 1000;
  return { token, renewAt: renewAt(began, life), endpoint: findEndpoint(catalog ?? [], options) };
}

/**
 * Gets a token by the sign-on that Swift has of its own.
 *
 * @throws as {@link signOnToKeystone}
 */
export async function signOnToSwift(options: OpenStackOptions, http: ServiceHttp): Promise<Grant> {
  const url = options.authUrl ?? '';
  const answer = await ask(options, http, {
    method: 'GET',
    url,
    headers: { 'x-auth-user': options.username ?? '', 'x-auth-key': options.password ?? '' },
  });
  const token = answer.header('x-auth-token');
  if (answer.status >= 300 || token === undefined) throw refused(options, url, answer);
  const life = Number(answer.header('x-auth-token-expires') ?? ASSUMED_LIFE);
  const endpoint = answer.header('x-storage-url')?.replace(/\/+$/, '');
  return { token, renewAt: renewAt(performance.now(), life), endpoint };
}

const renewAt = (now: number, secondsToLive: number): number => {
  const life = Number.isFinite(secondsToLive) ? Math.max(0, secondsToLive) : ASSUMED_LIFE;
  return now + life * 1000 * USABLE_SHARE;
};

interface TokenBody {
  readonly issued_at?: string;
  readonly expires_at?: string;
  readonly catalog?: readonly CatalogueEntry[];
}

function tokenOf(url: string, body: Buffer): TokenBody {
  let cause: unknown;
  try {
    const answer = JSON.parse(body.toString('utf8')) as { token?: TokenBody } | null;
    if (answer?.token) return answer.token;
  } catch (error) {
    cause = error;
  }
  throw new InspectorError(
    'INSP_IDENTITY_FAILED',
    `${url} answered something that is not the identity API; check authUrl`,
    { cause },
  );
}

/** An answer with a status below 500. */
async function ask(
  options: OpenStackOptions,
  http: ServiceHttp,
  request: ServiceRequest,
): Promise<ServiceAnswer> {
  try {
    const answer = await http.send(request);
    if (answer.status < 500) return answer;
    throw new NoAnswer(`${request.method} ${request.url} answered ${quote(options, answer)}`, undefined);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    throw new InspectorError(
      'INSP_IDENTITY_FAILED',
      `Could not connect to the identity service: ${error.message}`,
      { cause: error },
    );
  }
}

const refused = (options: OpenStackOptions, url: string, answer: ServiceAnswer): InspectorError => {
  if (answer.status === 404) {
    return new InspectorError(
      'INSP_IDENTITY_FAILED',
      `There is no identity API at ${url}, which answered ${quote(options, answer)}: check authUrl`,
    );
  }
  return new InspectorError(
    'INSP_IDENTITY_FAILED',
    `The identity service refused the credentials: ${url} answered ${quote(options, answer)}`,
  );
};

/** Status and text of an answer; a secret that the service repeats in it is taken out. */
function quote(options: OpenStackOptions, { status, body }: ServiceAnswer): string {
  const secrets = [options.password, options.applicationCredentialSecret, options.token];
  const text = secrets.reduce<string>(
    (rest, secret) => (secret ? rest.replaceAll(secret, '***') : rest),
    body.toString('utf8'),
  );
  return `${status} ${text.slice(0, QUOTED)}`.trimEnd();
}
