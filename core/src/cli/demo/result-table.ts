import { ClientError, type InspectorClient, type JsonObject } from '@inspector/client';
import { tableLines } from '../table.js';
import type { Ending } from './introspect-all.js';

const TITLES = ['NODE', 'STATE', 'CPUS', 'MEMORY', 'DISK', 'PORTS', 'SECONDS'];

/**
 * The lines of the table that ends a demonstration: what was found out about each machine.
 *
 * @param portsOf - how many ports the bare metal service has of a node
 */
export async function resultTable(
  endings: readonly Ending[],
  client: InspectorClient,
  portsOf: (uuid: string) => number,
): Promise<string[]> {
  const rows: string[][] = [];
  for (const { subject, status, error } of endings) {
    const data = error === null ? await storedData(client, subject.uuid) : {};
    rows.push([
      subject.name,
      status?.state ?? 'not started',
      shown(data, 'cpus'),
      shown(data, 'memory_mb', ' MB'),
      shown(data, 'local_gb', ' GB'),
      String(portsOf(subject.uuid)),
      status === undefined ? '-' : seconds(status.started_at, status.finished_at),
    ]);
  }
  return tableLines(TITLES, rows);
}

/** The data of a node; nothing where the storage of a configuration file keeps none. */
async function storedData(client: InspectorClient, uuid: string): Promise<JsonObject> {
  try {
    return await client.data(uuid);
  } catch (error) {
    if (error instanceof ClientError && error.status === 404) return {};
    throw error;
  }
}

function shown(data: JsonObject, key: string, unit = ''): string {
  const value = Object.hasOwn(data, key) ? data[key] : undefined;
  return typeof value === 'number' || typeof value === 'string' ? `${value}${unit}` : '-';
}

/** Seconds between two times as the API writes them: UTC without a zone. */
function seconds(from: string | null, to: string | null): string {
  if (from === null || to === null) return '-';
  return ((Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / 1000).toFixed(1);
}
