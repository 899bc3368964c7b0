import { InspectorError, type JsonObject } from '@inspector/plugin-api';
import { isJsonObject, member } from '@inspector/plugin-api/ramdisk-data';
import { logPrefix } from '../node/log-prefix.js';
import type { ConductorServices } from './services.js';

/**
 * Refuses posted data with more network cards than a machine can have, before anybody looks at them: one post could
 * name the cards of all machines otherwise, and be taken for any of them.
 *
 * @throws InspectorError `INSP_LIMIT_EXCEEDED`
 */
export function assertPossibleMachine(
  data: JsonObject,
  { config, log, metrics }: Pick<ConductorServices, 'config' | 'log' | 'metrics'>,
): void {
  const most = config.limits.interfaces;
  const cards = Math.max(
    sizeOf(member(member(data, 'inventory'), 'interfaces')),
    sizeOf(member(data, 'all_interfaces')),
    sizeOf(member(data, 'macs')),
  );
  if (cards <= most) return;
  metrics.limitHits.inc({ limit: 'limits.interfaces' });
  const text = `The data have ${cards} network cards, and the option limits.interfaces allows ${most}. Raise it if there is such a machine.`;
  log.warn(`${logPrefix(undefined, data)} refused: ${text}`);
  throw new InspectorError('INSP_LIMIT_EXCEEDED', text);
}

function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : 0;
}
