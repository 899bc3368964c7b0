import { type JsonObject, InspectorError } from '@inspector/plugin-api';
import type { HookResult } from '../db/types.js';
import { now } from '../db/timestamp.js';
import { readJson } from '@inspector/plugin-api/json';
import { ServiceNodeHandle } from '@inspector/plugin-api/node';
import { HeldNode } from '../introspection/held-node.js';
import { logPrefix } from '../introspection/log-prefix.js';
import { nextState } from '../introspection/state-machine.js';
import { withoutMember } from '../json/without-member.js';
import { failIntrospection } from './end-introspection.js';
import { messageOf } from './failure.js';
import { processData, saveHookResults } from './process-data.js';
import { recordOf, resolveNode } from './resolve.js';
import type { ConductorServices } from './services.js';
import type { PostedData } from './posted-data.js';

/**
 * Processes stored data again, or the given ones in their stead. Existence, lock and state are checked before
 * anything is stored; the processing goes on in the background.
 */
export async function reapply(
  id: string,
  posted: PostedData | undefined,
  services: ConductorServices,
): Promise<void> {
  const { background, baremetal, coordinator, database, storage } = services;
  background.assertOpen();
  const uuid = await resolveNode(id, baremetal);
  await recordOf(uuid, services);
  const lock = await coordinator.tryAcquire(uuid);
  if (!lock) throw new InspectorError('INSP_NODE_LOCKED', 'Node locked, please, try again later');
  try {
    const held = new HeldNode(await recordOf(uuid, services), lock, database.records);
    assertReapplicable(held);
    const data = posted ? posted.data : await storedData(uuid, services);
    if (posted && storage.capabilities.keeps) {
      await storage.save(uuid, withoutMember(posted.text, 'logs'), false);
    }
    await held.apply('reapply', { startedAt: now() });
    background.run(`reapply introspection data of ${uuid}`, () => process(held, data, services));
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function assertReapplicable(held: HeldNode): void {
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
  return readJson(await storage.get(uuid, false)) as JsonObject;
}

async function process(held: HeldNode, data: JsonObject, services: ConductorServices): Promise<void> {
  const { log, metrics } = services;
  try {
    await runHooksAndRules(held, data, services);
    await held.end('finish', null);
    metrics.introspections.inc({ outcome: 'finished' });
    log.info(`${logPrefix(held.record, data)} introspection data reapplied`);
  } catch (error) {
    await failIntrospection(held, messageOf(error), services);
  } finally {
    await held.release();
  }
}

async function runHooksAndRules(
  held: HeldNode,
  data: JsonObject,
  services: ConductorServices,
): Promise<void> {
  const results: HookResult[] = [];
  try {
    const failures = await services.hooks.beforeProcessing(data, results);
    if (failures.length > 0) {
      throw new InspectorError(
        'INSP_HOOK_FAILED',
        `Pre-processing failures detected reapplying introspection on stored data:\n${failures.join('\n')}`,
      );
    }
    const handle = new ServiceNodeHandle(held.record, { ...services, records: services.database.records });
    await processData(data, handle, results, services);
  } finally {
    await saveHookResults(held.uuid, results, services);
  }
}
