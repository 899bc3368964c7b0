import { listenAside, listenForEverybody } from './api-listeners.js';
import { openCertificate } from './certificate-part.js';
import type { Foundation } from './foundation.js';
import { makeApi, type ApiOptions, type Behind } from './make-api.js';
import { announce } from './mdns-part.js';
import type { StopList } from './stop-list.js';

/**
 * Starts the API.
 *
 * @returns where it listens
 */
export async function startApiPart(
  options: ApiOptions,
  foundation: Foundation,
  behind: Behind,
  started: StopList,
): Promise<string> {
  const api = await makeApi(options, foundation, behind, started);
  const certificate = await openCertificate(options, foundation, started);
  const url = await listenForEverybody(api, certificate, started);
  const forRamdisks = await listenAside(api, certificate, started);
  started.add('event streams', async () => api.streams.end());
  await announce(options, forRamdisks ?? url, started);
  return url;
}
