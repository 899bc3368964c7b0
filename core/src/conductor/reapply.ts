import { type JsonObject, InspectorError } from '@inspector/plugin-api';
import { now } from '../db/timestamp.js';
import { isOutage } from '../errors/outage.js';
import type { HookSeries } from '../hooks/types.js';
import type { Holding } from '../introspection/holding.js';
import { watchingForFaults } from '../tasks/fault-watch.js';
import { nextState } from '../introspection/state-machine.js';
import { type HandOver, withFreeIntrospection } from '../introspection/with-introspection.js';
import { parseStoredData } from '../json/stored-data.js';
import { withoutMember } from '../json/without-member.js';
import { conclude, failIntrospection, failureOf } from './end-introspection.js';
import { keepWhileWorking } from './keep-while-working.js';
import { handleOf, runHooks, runRules } from './process-data.js';
import { orNotCached, recordOf, resolveNode } from './resolve.js';
import type { ConductorServices } from './services.js';
import { settle } from './settle.js';
import { workLimit } from './work-limit.js';
import { parsePostedData, type PostedData } from './posted-data.js';

/**
 * Processes stored data again, or the given ones instead. Existence, lock and state are checked before
 * anything is stored; the processing goes on in the background.
 */
export async function reapply(
  id: string,
  posted: PostedData | undefined,
  services: ConductorServices,
): Promise<void> {
  const { background, storage } = services;
  background.assertOpen();
  const uuid = await resolveNode(id, services);
  await recordOf(uuid, services);
  const locked = 'Node locked, please, try again later';
  await withFreeIntrospection(uuid, locked, services, async (held, handOver) => {
    orNotCached(uuid, await held.read());
    await settle(held, services);
    assertReapplicable(held);
    const data = posted ? posted.data : await held.permit.during(() => storedData(uuid, services));
    if (posted && storage.capabilities.keeps) {
      await held.permit.during(() => storage.save(uuid, withoutMember(posted.text, 'logs'), false));
    }
    const keep = posted ? keepWhileWorking(posted.text, services) : {};
    await held.apply('reapply', { startedAt: now(), ...keep });
    process(held, data, handOver, services);
  });
}

/** Does again what a conductor that is gone had begun with the data of a node. */
export async function reapplyAgain(
  held: Holding,
  handOver: HandOver,
  services: ConductorServices,
): Promise<void> {
  const { uuid } = held;
  const kept = await services.database.keptPosts.text(uuid);
  const read = async (): Promise<JsonObject> =>
    kept === undefined ? storedData(uuid, services) : parsePostedData(kept).data;
  try {
    const data = await held.permit.during(read);
    await held.apply('reapply');
    process(held, data, handOver, services);
  } catch (error) {
    await failIntrospection(held, failureOf(error), services);
  }
}

function process(held: Holding, data: JsonObject, handOver: HandOver, services: ConductorServices): void {
  handOver(`reapply introspection data of ${held.uuid}`, async () => {
    held.account.data = data;
    const run = services.hooks.begin(data, held.permit);
    const conclusion = { data, hookResults: run.results, done: 'introspection data reapplied' };
    await conclude(held, conclusion, services, () =>
      watchingForFaults(() => runHooksAndRules(held, data, run, services)).catch((error: unknown) => {
        throw services.storage.capabilities.keeps ? withRepair(error) : error;
      }),
    );
  });
}

/** Nobody repeats a reapply by himself, so the record says how to when a service was away. */
function withRepair(error: unknown): unknown {
  if (!InspectorError.is(error) || !isOutage(error)) return error;
  const text = `${error.message.replace(/\.$/, '')}. The data are still stored: reapply them once the service is back`;
  return new InspectorError(error.code, text, { status: error.status, cause: error.cause });
}

function assertReapplicable(held: Holding): void {
  try {
    nextState(held.record.state, 'reapply');
  } catch (error) {
    if (!InspectorError.is(error)) throw error;
    throw new InspectorError('INSP_INVALID_EVENT', error.message, { status: 409 });
  }
}

async function storedData(uuid: string, { storage }: ConductorServices): Promise<JsonObject> {
  if (!storage.capabilities.keeps) {
    throw new InspectorError(
      'INSP_STORAGE_DISABLED',
      'Inspector is not configured to store introspection data. Set the [processing]store_data configuration option to change this.',
      { status: 400 },
    );
  }
  return parseStoredData(uuid, await storage.get(uuid, false));
}

async function runHooksAndRules(
  held: Holding,
  data: JsonObject,
  run: HookSeries,
  services: ConductorServices,
): Promise<void> {
  held.limitTime(workLimit(services.config));
  await held.permit.during(() => run.beforeProcessing());
  if (run.faults.length > 0) {
    throw new InspectorError(
      'INSP_HOOK_FAILED',
      `Pre-processing failures detected reapplying introspection on stored data:\n${run.faults.join('\n')}`,
    );
  }
  const processing = { data, held, run, handle: handleOf(held, services) };
  await runHooks(processing, services);
  await runRules(processing, services);
}
