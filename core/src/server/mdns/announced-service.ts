import { isIP } from 'node:net';
import type { Answer } from 'dns-packet';

/** All services of OpenStack, as the guideline of OpenStack for DNS-SD has it. */
const SERVICES = '_openstack._tcp.local';
/** The name by which ramdisks look for the service; ironic-inspector has the same. */
export const SERVICE_NAME = `baremetal-introspection.${SERVICES}`;
/** Where browsers of services look for all kinds there are (RFC 6763, 9). */
const KINDS = '_services._dns-sd._udp.local';
/** Seconds for which others remember records that name a host, and other records (RFC 6762, 10). */
const HOST_LIFE = 120;
const LIFE = 4500;

/** What is announced: where ramdisks reach the API. */
export interface AnnouncedService {
  /** Name of the machine in the URL, or of the service itself where the URL has an address. */
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly string[];
  /** Texts of the form `key=value`. */
  readonly texts: readonly string[];
}

/**
 * What is announced for an address of the API. Path and scheme are told where the ramdisk could not guess them.
 *
 * @param addresses - of the host of the URL
 * @param params - more texts, such as options of the ramdisk that begin with `ipa_`
 */
export function announcedService(
  url: URL,
  addresses: readonly string[],
  params: Readonly<Record<string, string>>,
): AnnouncedService {
  const protocol = url.protocol.slice(0, -1);
  const usual = protocol === 'https' ? 443 : 80;
  const port = url.port === '' ? usual : Number(url.port);
  const path = url.pathname.replace(/\/+$/, '');
  const told = {
    ...params,
    ...(path === '' ? {} : { path }),
    ...(port === usual ? {} : { protocol }),
  };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    host: isIP(host) === 0 ? host : SERVICE_NAME,
    port,
    addresses,
    texts: Object.entries(told).map(([key, value]) => `${key}=${value}`),
  };
}

/** The records of a service that answer a question; empty: it is about something else. */
export function answersTo(
  { name, type }: { name: string; type: string },
  service: AnnouncedService,
): Answer[] {
  const wanted = name.toLowerCase();
  return recordsOf(service).filter(
    (record) => record.name.toLowerCase() === wanted && (type === 'ANY' || record.type === type),
  );
}

/** All records of a service. Those that nobody else may have are marked, so that others forget older ones. */
export function recordsOf({ host, port, addresses, texts }: AnnouncedService): Answer[] {
  return [
    { type: 'PTR', name: KINDS, ttl: LIFE, data: SERVICES },
    { type: 'PTR', name: SERVICES, ttl: LIFE, data: SERVICE_NAME },
    {
      ...{ type: 'SRV', name: SERVICE_NAME, ttl: HOST_LIFE, flush: true },
      data: { target: host, port, priority: 0, weight: 0 },
    },
    { type: 'TXT', name: SERVICE_NAME, ttl: LIFE, flush: true, data: [...texts] },
    ...addresses.map((address): Answer => ({
      ...{ type: isIP(address) === 6 ? 'AAAA' : 'A', name: host, ttl: HOST_LIFE, flush: true },
      data: address,
    })),
  ];
}

/** Whether a record says that the service is elsewhere: another program has the name. */
export function contradicts(record: Answer, { host, port }: AnnouncedService): boolean {
  if (record.type !== 'SRV' || record.name.toLowerCase() !== SERVICE_NAME || record.ttl === 0) return false;
  return record.data.port !== port || record.data.target.toLowerCase() !== host.toLowerCase();
}
