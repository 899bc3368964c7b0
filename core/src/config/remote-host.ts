/** A server that policies may ask. */
export interface RemoteHost {
  /** As URLs have it: in lower case, IPv6 addresses in brackets. */
  readonly host: string;
  /** Undefined: the usual one of the scheme. */
  readonly port: number | undefined;
}

/**
 * Reads a server such as `policy.example`, `policy.example:8443` or `[2001:db8::1]:8443`.
 *
 * @returns undefined for anything else
 */
export function remoteHost(text: string): RemoteHost | undefined {
  const [, name = '', digits] = /^(\[[\da-f:.]+\]|[^\s:/?#@\\[\]]+)(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (name === '' || !URL.canParse(`http://${name}`) || (port !== undefined && port > 65_535))
    return undefined;
  return { host: new URL(`http://${name}`).hostname, port };
}
