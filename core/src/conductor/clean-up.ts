import { secondsAgo } from '../db/timestamp.js';
import { InspectorError, type IntrospectionState, thrownText } from '@inspector/plugin-api';
import type { StoredRecord } from '../db/types.js';
import type { Holding } from '../introspection/holding.js';
import { logPrefix } from '../node/log-prefix.js';
import { ifFree, withIntrospection } from '../introspection/with-introspection.js';
import { abortLeftBehind } from './abort.js';
import { noteFailure, serviceStopped, syncFilterQuietly } from './end-introspection.js';
import type { ConductorServices } from './services.js';
import { settle } from './settle.js';
import { UnfinishedStart } from './unfinished-start.js';
import { WORKING } from './working-states.js';

/** Fails introspections that have been running for longer than `timeout`. What the clock was set by is no time. */
export async function failTimedOut(services: ConductorServices): Promise<void> {
  const { clock, config, database, log } = services;
  const set = clock.look();
  if (config.timeout <= 0) return;
  if (set !== undefined) log.warn(setText(set));
  const late = await database.records.startedBefore(secondsAgo(config.timeout));
  await failEach(late, services, async (held) => {
    const { record } = held;
    if (record.startedAt === null || !isUnfinished(record)) return false;
    const step = clock.since(Date.parse(`${record.startedAt}Z`));
    if (record.startedAt >= secondsAgo(config.timeout + step)) return false;
    if (record.state !== 'waiting') log.warn(`${logPrefix(record)} timed out in an unusual state`);
    return noteFailure(held, { error: 'Introspection timeout', event: 'timeout' }, services);
  });
}

const setText = (seconds: number): string =>
  `The clock of this machine was set ${seconds > 0 ? 'forward' : 'back'} by ${Math.abs(seconds)} s. ` +
  'Introspections that go on have their whole time all the same';

/**
 * Lets `fail` look at each record while it is held, those that somebody else holds excepted, and closes DHCP once for
 * all that failed.
 */
async function failEach(
  records: readonly StoredRecord[],
  services: ConductorServices,
  fail: (held: Holding) => Promise<boolean>,
): Promise<void> {
  let failed = 0;
  for (const { uuid } of records) {
    const done = await ifFree(uuid, services, async (held) => Boolean(await held.read()) && fail(held));
    if (done) failed++;
  }
  if (failed > 0) await syncFilterQuietly(services);
}

const isUnfinished = ({
  finishedAt,
  state,
}: {
  finishedAt: string | null;
  state: IntrospectionState;
}): boolean => finishedAt === null || state === 'reapplying';

/**
 * Fails records that a process worked on when it died, those starts excepted that can go on. Only sound when no other
 * process can be working on them, so it is called before this one takes any work.
 */
export async function failAbandoned(services: ConductorServices): Promise<void> {
  const { coordinator, database } = services;
  if (!coordinator.exclusive) return;
  await failEach(await database.records.inStates(WORKING), services, async (held) => {
    const { state } = held.record;
    if (!WORKING.includes(state)) return false;
    if (state === 'starting' && (await UnfinishedStart.left(held)) !== undefined) return false;
    if (state === 'aborting')
      return noteFailure(held, { error: abortLeftBehind(held.record), event: 'abort_end' }, services);
    return noteFailure(held, { error: serviceStopped(held.record) }, services);
  });
}

/**
 * Writes the failures that could not be written when they happened. Whoever works on a record holds it, so a record that
 * is free and still in a state that can fail has been left behind, unless somebody else has written it since. What cannot
 * be written now either is kept for the next run.
 */
export async function failUnsettled(services: ConductorServices): Promise<void> {
  const { database, unsettled } = services;
  const failures = await unsettled.all();
  if (failures.size === 0) return;
  const found = await Promise.all([...failures.keys()].map((uuid) => database.records.get(uuid)));
  const known = found.filter((record) => record !== undefined);
  const present = new Set(known.map(({ uuid }) => uuid));
  for (const uuid of failures.keys()) if (!present.has(uuid)) await unsettled.settle(uuid);
  await failEach(known, services, (held) => settle(held, services));
}

/**
 * Deletes records, with their data, of nodes that no longer exist in the bare metal service. Only the leader
 * does; a listing that fails deletes nothing. The same listing says how the others are called now.
 */
export async function forgetDeletedNodes(services: ConductorServices): Promise<void> {
  const { baremetal, coordinator, database, log, recent, storage } = services;
  if (!coordinator.isLeader()) return;
  const local = await database.records.names();
  if (local.size === 0) return;
  const listed = await baremetal.listNodes(['uuid', 'name']);
  const known = new Map(listed.map(({ uuid, name }) => [uuid, name ?? null]));
  if (!coordinator.isLeader()) return;
  await database.records.rename(renamed(local, known));
  for (const [uuid, name] of local) {
    if (known.has(uuid)) continue;
    if (!coordinator.isLeader()) return;
    await withIntrospection(uuid, services, async (held) => {
      if (!(await isGone(uuid, services))) return;
      await held.forget();
      await recent.forget(uuid);
      await storage.delete?.(uuid).catch((error: unknown) => {
        log.warn(`${logPrefix({ uuid, name })} its stored data could not be deleted: ${thrownText(error)}`);
      });
      log.info(
        `${logPrefix({ uuid, name })} no longer exists in the bare metal service, its record is deleted`,
      );
    });
  }
}

/** The names of those local nodes that are called differently now. */
function renamed(
  local: ReadonlyMap<string, string | null>,
  known: ReadonlyMap<string, string | null>,
): Map<string, string | null> {
  return new Map([...known].filter(([uuid, name]) => local.has(uuid) && local.get(uuid) !== name));
}

/** Asks again while the node is held: the node may have been created after the listing. */
async function isGone(uuid: string, { baremetal }: ConductorServices): Promise<boolean> {
  try {
    await baremetal.getNode(uuid, ['uuid']);
    return false;
  } catch (error) {
    if (InspectorError.is(error) && error.code === 'INSP_NODE_NOT_FOUND') return true;
    throw error;
  }
}
