import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { canonicalIp, type IpNetwork, parseIpNetwork } from '@inspector/plugin-api/ramdisk-data';

/** Tells clients apart, also those behind proxies. */
export interface Clients {
  /** Whether a connection comes from a proxy that may say for whom it asks. */
  isProxy(socket: Pick<Socket, 'remoteAddress'>): boolean;
  /**
   * Canonical IP address of the client. Behind trusted proxies it is the last address in `X-Forwarded-For` that is none
   * of theirs. Undefined for connections of a unix socket about which the proxy says nothing.
   */
  addressOf(request: IncomingMessage): string | undefined;
  /**
   * The same address where it is one that limits are counted for; undefined for a proxy itself, behind which are many
   * clients.
   */
  countedAddressOf(request: IncomingMessage): string | undefined;
}

/** An IPv4 address as a socket for both families has it. */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
/** An address with a port, as some proxies write it. */
const WITH_PORT = /^(?:(\d+\.\d+\.\d+\.\d+)|(\[[^\]]*\])):\d+$/;

/**
 * Clients of an API whose proxies are known. Everybody can send headers that look like those of a proxy, so they are
 * read only where the connection comes from one.
 *
 * @param trusted - option `trustedProxies`: addresses and networks. Whoever connects to a unix socket is trusted: the mode of
 *   its file says who that is.
 */
export function clientsBehind(trusted: readonly string[]): Clients {
  const networks = trusted
    .map(parseIpNetwork)
    .filter((network): network is IpNetwork => network !== undefined);
  const known = new Map<string, boolean>();

  function isTrusted(address: string): boolean {
    const remembered = known.get(address);
    if (remembered !== undefined) return remembered;
    if (known.size >= MOST_KNOWN) known.clear();
    const found = networks.some((network) => network.contains(address));
    known.set(address, found);
    return found;
  }

  function isProxy({ remoteAddress }: Pick<Socket, 'remoteAddress'>): boolean {
    const address = plainAddress(remoteAddress);
    return address === undefined || isTrusted(address);
  }

  function addressOf({ socket, headers }: IncomingMessage): string | undefined {
    let address = plainAddress(socket.remoteAddress);
    const forwarded = headers['x-forwarded-for'];
    if (forwarded === undefined || !isProxy(socket)) return address;
    for (const entry of [forwarded].flat().join(',').split(',').reverse()) {
      const next = forwardedAddress(entry.trim());
      if (next === undefined) return address;
      address = next;
      if (!isTrusted(address)) return address;
    }
    return address;
  }

  return {
    isProxy,
    addressOf,
    countedAddressOf(request) {
      const address = addressOf(request);
      return address === undefined || isTrusted(address) ? undefined : address;
    },
  };
}

/** Addresses whose trust is remembered: looking at networks again for every request would take longer than the rest. */
const MOST_KNOWN = 1000;

const plainAddress = (address: string | undefined): string | undefined =>
  canonicalIp(MAPPED.exec(address ?? '')?.[1] ?? address);

function forwardedAddress(entry: string): string | undefined {
  const [, ipv4, ipv6] = WITH_PORT.exec(entry) ?? [];
  return plainAddress(ipv4 ?? ipv6 ?? entry);
}
