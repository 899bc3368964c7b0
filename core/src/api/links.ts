import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

/** Makes links that work from where the client is, in front of whatever proxies there are. */
export interface Links {
  /** Scheme, host, prefix and a path such as `/v1/rules`. */
  absolute(path: string): string;
  /** Prefix and path only. */
  relative(path: string): string;
}

/** A link of a resource to itself, in the form all answers share. */
export const selfLink = (href: string): { rel: 'self'; href: string }[] => [{ rel: 'self', href }];

/**
 * Links for one request. Of each `X-Forwarded-*` header only the last entry counts: it comes from the nearest
 * proxy. They are read only where a trusted proxy sent the request. `Forwarded` is not read.
 *
 * @param isProxy - whether a trusted proxy sent it
 * @param scriptName path below which a front end mounts the API, in addition to `X-Forwarded-Prefix`
 */
export function linksOf(request: IncomingMessage, isProxy: boolean, scriptName: string): Links {
  const forwarded = (name: string): string | undefined =>
    isProxy ? lastEntry(request, `x-forwarded-${name}`) : undefined;
  const scheme = (forwarded('proto') ?? ownScheme(request)).toLowerCase();
  const host = forwarded('host') ?? (request.headers.host || ownHost(request));
  const authority = withPort(host, forwarded('port'), scheme);
  const prefix = joinPrefixes(forwarded('prefix') ?? '', scriptName);
  return {
    absolute: (path) => `${scheme}://${authority}${prefix}${path}`,
    relative: (path) => `${prefix}${path}`,
  };
}

function lastEntry(request: IncomingMessage, name: string): string | undefined {
  const header = request.headers[name];
  const text = Array.isArray(header) ? header.join(',') : header;
  return text?.split(',').at(-1)?.trim() || undefined;
}

const ownScheme = (request: IncomingMessage): string =>
  request.socket instanceof TLSSocket ? 'https' : 'http';

/** For clients that name no host, which HTTP/1.0 allows, or an empty one. */
function ownHost({ socket }: IncomingMessage): string {
  const { localAddress, localPort } = socket;
  if (localAddress === undefined) return 'localhost';
  return `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
}

/** The host with the forwarded port, if any, in place of its own; the usual port of the scheme is left out. */
function withPort(host: string, forwardedPort: string | undefined, scheme: string): string {
  const colon = host.lastIndexOf(':');
  const ownPort = colon === -1 ? '' : host.slice(colon + 1);
  const hasPort = colon !== -1 && /^\d*$/.test(ownPort);
  const name = hasPort ? host.slice(0, colon) : host;
  const port = forwardedPort ?? (hasPort ? ownPort : '');
  const usual = scheme === 'https' ? '443' : '80';
  return port === '' || port === usual ? name : `${name}:${port}`;
}

function joinPrefixes(forwarded: string, scriptName: string): string {
  const [outer, inner] = [tidyPrefix(forwarded), tidyPrefix(scriptName)];
  return outer === inner ? outer : outer + inner;
}

function tidyPrefix(prefix: string): string {
  const parts = prefix.split('/').filter((part) => part !== '');
  return parts.map((part) => `/${part}`).join('');
}
