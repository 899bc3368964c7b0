import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { InspectorError, thrownText } from '@inspector/plugin-api';
import { isLoopback } from '@inspector/plugin-api/ramdisk-data';
import type { InspectorConfig } from '../config/types.js';
import type { StartOptions } from './start-options.js';
import type { StopList } from './stop-list.js';

/** Addresses that stand for all of the machine. */
const ANY = new Set(['0.0.0.0', '::', '[::]']);

/**
 * Announces by multicast DNS where ramdisks deliver their data, where that is wished.
 *
 * @param listening - URL that the API listens at, that of ramdisks where they have one of their own
 * @throws `INSP_MDNS_FAILED`
 */
export async function announce(
  { config, log }: Pick<StartOptions, 'config' | 'log'>,
  listening: string,
  started: StopList,
): Promise<void> {
  if (!config.enableMdns) return;
  const [{ Announcer }, { announcedService }] = await Promise.all([
    import('./mdns/announcer.js'),
    import('./mdns/announced-service.js'),
  ]);
  const { url, addresses } = await placeOf(config.mdns, listening);
  const announcer = await Announcer.start({
    service: announcedService(url, addresses, config.mdns.params),
    interfaces: config.mdns.interfaces.length > 0 ? config.mdns.interfaces : ownAddresses(['IPv4']),
    attempts: config.mdns.registrationAttempts,
    log,
  });
  started.add('announcement by multicast DNS', () => announcer.stop());
  log.info(`Ramdisks find ${url.href} by multicast DNS (ipa-inspection-callback-url=mdns)`);
}

async function placeOf(
  { url: configured }: InspectorConfig['mdns'],
  listening: string,
): Promise<{ readonly url: URL; readonly addresses: readonly string[] }> {
  const url = new URL(configured ?? listening);
  if (ANY.has(url.hostname)) {
    const addresses = ownAddresses(url.hostname === '0.0.0.0' ? ['IPv4'] : ['IPv4', 'IPv6']);
    const [first] = addresses;
    if (first === undefined) throw nowhere(`this machine has no address that others reach`);
    url.hostname = isIP(first) === 6 ? `[${first}]` : first;
    return { url, addresses };
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) === 0 ? await resolved(host) : [host];
  if (addresses.every(isLoopback)) throw nowhere(`${url.href} is an address of this machine only`);
  return { url, addresses };
}

const nowhere = (why: string): InspectorError =>
  new InspectorError('INSP_MDNS_FAILED', `enableMdns: ${why}: set mdns.url, or listenAddress`);

async function resolved(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (cause) {
    throw new InspectorError(
      'INSP_MDNS_FAILED',
      `mdns.url: the addresses of ${host} cannot be found: ${thrownText(cause)}. Correct the name`,
      { cause },
    );
  }
}

/** Addresses of this machine that others can reach. */
const ownAddresses = (families: readonly string[]): string[] =>
  Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(
      ({ internal, family, address }) => !internal && families.includes(family) && !/^fe80:/i.test(address),
    )
    .map(({ address }) => address);
