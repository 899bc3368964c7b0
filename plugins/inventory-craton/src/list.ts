import type { JsonObject } from '@inspector/plugin-api';
import { member, objectMembers } from '@inspector/plugin-api/ramdisk-data';
import type { CratonClient } from './craton-client.js';
import { unavailable } from './faults.js';

/** The most that Craton gives at once. */
const PAGE = 100;

/**
 * All resources of a list. Craton names a next page on every page that is not empty, so that the end is a page that is not full.
 *
 * @param kind - path and member of the answer, such as `hosts`
 * @param query - further parameters, such as `region_id=7`
 * @throws `INSP_INVENTORY_UNAVAILABLE` where pages repeat themselves
 */
export async function listAll(
  client: CratonClient,
  kind: 'clouds' | 'regions' | 'hosts',
  query: string,
  signal?: AbortSignal,
): Promise<JsonObject[]> {
  const found = new Map<number, JsonObject>();
  const parameters = query === '' ? `limit=${PAGE}` : `${query}&limit=${PAGE}`;
  for (let marker = ''; ;) {
    const page = objectMembers(await client.get(`/${kind}?${parameters}${marker}`, signal), kind);
    const known = found.size;
    for (const resource of page) found.set(idOf(resource, kind), resource);
    if (found.size !== known + page.length) {
      throw unavailable(`Craton cannot be used: its list of ${kind} names one of them twice.`);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return [...found.values()];
    marker = `&marker=${idOf(last, kind)}`;
  }
}

/** @throws `INSP_INVENTORY_UNAVAILABLE` where a resource has none */
export function idOf(resource: unknown, kind: string): number {
  const id = member(resource, 'id');
  if (typeof id === 'number' && Number.isSafeInteger(id)) return id;
  throw unavailable(`Craton cannot be used: one of its ${kind} has no id. Is that Craton v1?`);
}
