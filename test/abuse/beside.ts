import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { payload } from '../functional/harness.js';
import type { AbusedService } from './service.js';

/** What a client saw that used the service as it is meant to be used. */
export interface Seen {
  /** Milliseconds it waited for each answer. */
  readonly waits: readonly number[];
  readonly statuses: readonly number[];
  /** Requests without an answer. */
  readonly failures: readonly string[];
}

/** What the service did while it was abused, for people. */
export interface Measurement {
  readonly what: string;
  readonly requests: number;
  readonly p99: number;
  readonly longest: number;
  /** Megabytes: at most so far, and afterwards. */
  readonly peak: number;
  readonly after: number;
}

/** All measurements of this run. */
const measurements: Measurement[] = [];

after(() => {
  if (process.env['INSPECTOR_ABUSE'] !== undefined) console.table(measurements);
});

/** Statuses a healthy client gets: there is no record of its node, and its machine is unknown. */
export const HEALTHY = [404, 400];

/**
 * Abuses a service while a healthy client asks it for the status of a node and posts data of an unknown machine.
 *
 * @returns what the healthy client saw
 */
export async function beside(
  what: string,
  service: AbusedService,
  abuse: () => Promise<unknown>,
): Promise<Seen> {
  const worker = new Worker(join(import.meta.dirname, 'healthy-client.mjs'), {
    workerData: {
      url: service.url,
      node: '5dd4b53b-9a5f-4e8c-bd63-6a8a5a4d4c2a',
      payload: JSON.stringify(await payload()),
    },
  });
  try {
    await abuse();
  } finally {
    worker.postMessage('stop');
  }
  const [seen] = (await once(worker, 'message')) as [Seen];
  await once(worker, 'exit');
  const waits = [...seen.waits].sort((left, right) => left - right);
  const { peak, now } = await service.memory();
  measurements.push({
    what,
    requests: waits.length,
    p99: Math.round(waits[Math.floor(waits.length * 0.99)] ?? 0),
    longest: Math.round(waits.at(-1) ?? 0),
    peak,
    after: now,
  });
  return seen;
}
