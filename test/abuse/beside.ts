import { expect } from 'chai';
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { eventually, payload } from '../functional/harness.js';
import { note } from './measurements.js';
import { SECRETS, type AbusedService, type Look } from './service.js';

/** Whether the long form runs, on a machine that has nothing else to do: only then times are judged. */
export const IS_LONG = process.env['INSPECTOR_ABUSE'] === 'long';

/** What a client saw that used the service as it is meant to be used. */
export interface Seen {
  /** Milliseconds it waited for each answer. */
  readonly waits: readonly number[];
  readonly statuses: readonly number[];
  /** Requests without an answer. */
  readonly failures: readonly string[];
}

/** Statuses a healthy client gets: there is no record of its node, and its machine is unknown. */
export const HEALTHY = [404, 400];

/** How much more memory may be in use after abuse, as a share of all that the process took before. */
const MOST_GROWTH = 0.2;
/** Milliseconds that a healthy client may wait: 99 of 100 requests, and each of them. */
const MOST_P99 = 250;
const MOST_LONGEST = 1000;

/** Megabytes the process may ever take; on a machine that does other things garbage waits longer. */
export const MOST_MEMORY = IS_LONG ? 400 : 500;

/**
 * Abuses a service while a healthy client asks it for the status of a node and posts data of an unknown machine. Fails
 * when the service ended, answered with a failure of its own, keeps memory, or logs what it must not.
 *
 * @returns what the healthy client saw
 */
export async function beside(
  what: string,
  service: AbusedService,
  abuse: () => Promise<unknown>,
): Promise<Seen> {
  const before = await service.look();
  const { now: resident } = await service.memory();
  const lines = service.log.length;
  const worker = new Worker(join(import.meta.dirname, 'healthy-client.mjs'), {
    workerData: {
      url: service.url,
      node: '5dd4b53b-9a5f-4e8c-bd63-6a8a5a4d4c2a',
      payload: JSON.stringify(await payload()),
      headers: { 'X-Auth-Token': SECRETS.token },
    },
  });
  try {
    await abuse();
  } finally {
    worker.postMessage('stop');
  }
  const [seen] = (await once(worker, 'message')) as [Seen];
  await once(worker, 'exit');
  const { stall, worked, queued } = await service.look();
  const calm = await calmedDown(service, before.live + MOST_GROWTH * resident);
  const waits = [...seen.waits].sort((left, right) => left - right);
  const { peak, now } = await service.memory();
  const p99 = waits[Math.floor(waits.length * 0.99)] ?? 0;
  const longest = waits.at(-1) ?? 0;
  const live = { liveBefore: before.live, liveAfter: calm.live };
  note({ what, requests: waits.length, p99, longest, stall, worked, queued, peak, after: now, ...live });
  await isSound(service, lines);
  if (IS_LONG) {
    expect(p99, 'milliseconds of 99 of 100 requests').to.be.at.most(MOST_P99);
    expect(longest, 'milliseconds of the longest request').to.be.at.most(MOST_LONGEST);
  }
  return seen;
}

/** Waits until the service has given the memory back that the abuse took: no more megabytes are in use than so many. */
async function calmedDown(service: AbusedService, most: number): Promise<Look> {
  return eventually(
    () => service.look(),
    ({ live }) => live <= most,
    `the memory of the service, at most ${Math.round(most)} MB of which may be in use,`,
    30_000,
  );
}

const CONTROL = new RegExp('[\\p{Cc}\\p{Cf}]', 'u');

/** @param first - the first line of the log that was written during the abuse */
async function isSound(service: AbusedService, first: number): Promise<void> {
  expect(service.isAlive, 'the process').to.equal(true);
  expect(await service.failures()).to.deep.equal([]);
  for (const line of service.log.slice(first)) {
    expect(line).to.not.match(CONTROL);
    for (const secret of Object.values(SECRETS)) expect(line).to.not.include(secret);
  }
}
