import type { JsonObject } from '@inspector/plugin-api';
import { writeJson } from '@inspector/plugin-api/json';
import type { HookResult } from '../db/types.js';
import type { ServiceNodeHandle } from '@inspector/plugin-api/node';
import { logPrefix } from '../introspection/log-prefix.js';
import { messageOf } from './failure.js';
import type { ConductorServices } from './services.js';

/** JSON text of data without the logs of the ramdisk, numbers as the ramdisk wrote them where no hook changed them. */
export function textWithoutLogs(data: JsonObject): string {
  const { logs: _, ...kept } = data;
  return writeJson(kept);
}

/**
 * Runs a phase that queues changes of the node, and sends them as one request. When the phase fails, what was
 * queued before is sent all the same, as far as that is possible.
 */
async function phase(
  handle: ServiceNodeHandle,
  services: ConductorServices,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    await handle.flush().catch((reason: unknown) => {
      services.log.warn(
        `${logPrefix(handle.record)} changes made before the failure were not sent: ${messageOf(reason)}`,
      );
    });
    throw error;
  }
  await handle.flush();
}

/**
 * The part of processing that fresh and stored data share: hooks, storing the result, rules.
 *
 * @param between - what happens after the processed data are stored and before the rules
 */
export async function processData(
  data: JsonObject,
  handle: ServiceNodeHandle,
  results: HookResult[],
  services: ConductorServices,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { hooks, rules, storage } = services;
  await phase(handle, services, () => hooks.beforeUpdate(data, handle, results));
  await storage.save(handle.uuid, textWithoutLogs(data), true);
  await between();
  await phase(handle, services, () => rules.apply(data, handle));
}

/** Keeps how the hooks did; failing to is no reason to fail an introspection. */
export async function saveHookResults(
  uuid: string,
  results: readonly HookResult[],
  { database, log }: Pick<ConductorServices, 'database' | 'log'>,
): Promise<void> {
  try {
    await database.hookResults.save(uuid, results);
  } catch (error) {
    log.warn(`${logPrefix({ uuid })} the results of the hooks could not be stored: ${messageOf(error)}`);
  }
}
