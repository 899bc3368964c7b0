import type { Machine } from '@inspector/client';
import { query, request } from './request.js';

/** An answer of `GET /v1/nodes`. */
export interface Machines {
  readonly nodes: readonly Machine[];
}

/** What the machine of a node is; undefined: no introspection has told. */
export async function machineOf(uuid: string, signal: AbortSignal): Promise<Machine | undefined> {
  // The list is in the order of the UUIDs, so this is the first one behind the UUID before.
  const selection = { limit: 1, marker: uuidBefore(uuid) };
  const { nodes } = await request<Machines>(`/nodes${query(selection)}`, { signal });
  return nodes.find((one) => one.uuid === uuid);
}

/** The UUID before one; undefined: there is none. */
function uuidBefore(uuid: string): string | undefined {
  const number = BigInt(`0x${uuid.replaceAll('-', '')}`);
  if (number === 0n) return undefined;
  const digits = (number - 1n).toString(16).padStart(32, '0');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
