/** An address to listen on. */
export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads an address such as `192.0.2.1:5051`, `inspector.example:5051` or `[2001:db8::1]:5051`.
 *
 * @returns undefined for anything else
 */
export function hostAndPort(text: string): HostAndPort | undefined {
  const [, ipv6, name, digits] = /^(?:\[([\da-f:.]+)\]|([^\s:[\]]+)):(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  const host = ipv6 ?? name;
  return host === undefined || port > 65_535 ? undefined : { host, port };
}
