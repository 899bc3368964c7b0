import { InspectorError } from '@inspector/plugin-api';

/** Where a standalone Ironic listens when nothing else was said: its default port on this machine. */
export const LOCAL_ENDPOINT = 'http://127.0.0.1:6385';

/**
 * Brings the URL of a service into one form: no trailing slashes and no version, `/v1` is added per request.
 *
 * @param option - name of the option the value comes from, for the message
 * @throws INSP_CONFIG_INVALID when it is not an `http(s)` URL, or one with credentials, query or fragment
 */
export function normaliseEndpoint(value: string, option: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new InspectorError(
      'INSP_CONFIG_INVALID',
      `${option}: ${JSON.stringify(value)} is not a URL. Write it like ${LOCAL_ENDPOINT}.`,
    );
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new InspectorError(
      'INSP_CONFIG_INVALID',
      `${option}: the URL carries more than scheme, host, port and path. Credentials go into ironic.username and ironic.password.`,
    );
  }
  if (url.pathname.includes('/v1/') && !url.pathname.endsWith('/v1/')) {
    throw new InspectorError(
      'INSP_CONFIG_INVALID',
      `${option}: ${JSON.stringify(value)} leads below the API. End it before or with /v1.`,
    );
  }
  let path = url.pathname;
  while (path.endsWith('/')) path = path.slice(0, -1);
  if (path.endsWith('/v1')) path = path.slice(0, -'/v1'.length);
  while (path.endsWith('/')) path = path.slice(0, -1);
  return url.origin + path;
}

/**
 * Builds the URL of a resource.
 *
 * @param endpoint - as {@link normaliseEndpoint} returns it
 * @param segments - parts of the path below `/v1`; each is escaped
 * @param query - pairs of the query; each is escaped
 */
export function resourceUrl(
  endpoint: string,
  segments: readonly string[],
  query: Readonly<Record<string, string>> = {},
): string {
  const path = segments.map((segment) => encodeURIComponent(segment)).join('/');
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${endpoint}/v1/${path}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}
