import { readFileSync } from 'node:fs';
import { isObject, type Json, type JsonObject } from '../json.js';

/** Names of the payloads that come with the package; each is what a real machine posted. */
export const PAYLOADS = ['dell-m630-bios', 'kvm-2nic-extra-hardware', 'kvm-lldp-raw'] as const;
/** Name of a payload of the package. */
export type PayloadName = (typeof PAYLOADS)[number];

const cache = new Map<PayloadName, JsonObject>();

/** A copy of a payload of the package. */
export function loadPayload(name: PayloadName): JsonObject {
  const known = cache.get(name);
  if (known !== undefined) return structuredClone(known);
  const file = new URL(`../../payloads/${name}.json`, import.meta.url);
  const payload = JSON.parse(readFileSync(file, 'utf8')) as Json;
  if (!isObject(payload)) throw new Error(`Payload ${name} is not an object.`);
  cache.set(name, payload);
  return structuredClone(payload);
}
