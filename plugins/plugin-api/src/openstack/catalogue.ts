import type { OpenStackOptions } from './options.js';

interface Endpoint {
  readonly interface?: string;
  readonly region?: string;
  readonly region_id?: string;
  readonly url?: string;
}

/** One service of a token's catalogue, as the identity service writes it. */
export interface CatalogueEntry {
  readonly type?: string;
  readonly name?: string;
  readonly endpoints?: readonly Endpoint[];
}

type Wanted = Pick<OpenStackOptions, 'serviceType' | 'serviceName' | 'regionName' | 'validInterfaces'>;

/**
 * The endpoint of a service by type, name, region and the first interface that is there; undefined when there is
 * none. Interfaces may be written as the older catalogues had them, such as `internalURL`.
 */
export function findEndpoint(catalogue: readonly CatalogueEntry[], wanted: Wanted): string | undefined {
  const endpoints = catalogue
    .filter(({ type, name }) => type === wanted.serviceType && (wanted.serviceName ?? name) === name)
    .flatMap((entry) => entry.endpoints ?? [])
    .filter(({ region, region_id: id }) => (wanted.regionName ?? region ?? id) === (region ?? id));
  for (const written of wanted.validInterfaces) {
    const kind = written.replace(/URL$/, '');
    const url = endpoints.find((endpoint) => endpoint.interface === kind)?.url;
    if (url !== undefined) return url.replace(/\/+$/, '');
  }
  return undefined;
}
