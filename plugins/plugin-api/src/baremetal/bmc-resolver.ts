import { lookup } from 'node:dns/promises';
import type { BareMetalNode } from './types.js';
import { bmcHostOf } from './bmc-host.js';
import { canonicalIp, ipFamily, isLoopback } from '../net/canonical-ip.js';

/** Returns the addresses of a host name; throws when there are none. */
export type ResolveHost = (host: string) => Promise<readonly string[]>;

const systemResolver: ResolveHost = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

/** How long an answer is kept, in milliseconds: listing a whole fleet asks for each name once. */
const KEEP = 60_000;
/** How many answers are kept at most; names come and go over the years a service runs. */
const LIMIT = 10_000;

/** Finds the addresses a node's management controller answers from, to recognise its machine by. */
export class BmcResolver {
  private readonly answers = new Map<
    string,
    { readonly at: number; readonly addresses: Promise<readonly string[]> }
  >();

  /**
   * @param fields - option `ipmiAddressFields`
   * @param resolve - how host names are resolved
   * @param clock - milliseconds
   */
  constructor(
    private readonly fields: readonly string[],
    private readonly resolve: ResolveHost = systemResolver,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /**
   * One IPv4 and one IPv6 address at most, canonical, loopback left out. A name that does not resolve gives
   * none: the machine can still be found by its MACs.
   */
  async addressesOf(node: Pick<BareMetalNode, 'driver_info'>): Promise<string[]> {
    const host = bmcHostOf(node.driver_info, this.fields);
    if (host === undefined) return [];
    const literal = canonicalIp(host);
    const found = literal === undefined ? await this.cached(host) : [literal];
    const usable = found
      .map((address) => canonicalIp(address))
      .filter((address): address is string => address !== undefined && !isLoopback(address));
    const last = (family: 4 | 6): string[] =>
      usable.filter((address) => ipFamily(address) === family).slice(-1);
    return [...last(4), ...last(6)];
  }

  private cached(host: string): Promise<readonly string[]> {
    const known = this.answers.get(host);
    if (known && this.clock() - known.at < KEEP) return known.addresses;
    const addresses = this.resolve(host).catch(() => []);
    this.answers.delete(host);
    this.answers.set(host, { at: this.clock(), addresses });
    const oldest = this.answers.keys().next().value;
    if (this.answers.size > LIMIT && oldest !== undefined) this.answers.delete(oldest);
    return addresses;
  }
}
