import type { InspectorConfig } from '../../config/types.js';
import type { Log } from '../../log/log.js';
import type { AuditEntry, AuditTrail } from './audit-entry.js';
import { cadfEvent } from './cadf.js';

/**
 * An audit trail of lines in a log: one for each request, with the ids that all lines of the request have. Bodies, tokens
 * and passwords are not known here.
 */
export function auditLog(
  log: Pick<Log, 'info'>,
  { lines, names }: Pick<InspectorConfig['audit'], 'lines' | 'names'>,
): AuditTrail {
  const fieldsOf = names === 'cadf' ? cadfEvent : plainFields;
  return {
    withReads: lines === 'everything',
    record: (entry) => log.info({ event: 'audit', ...fieldsOf(entry) }, textOf(entry)),
  };
}

/** Keeps no trail. */
export const noAudit: AuditTrail = { withReads: false, record: () => undefined };

const plainFields = ({ actor, ...entry }: AuditEntry): object => ({ actor: actor ?? null, ...entry });

function textOf({ actor, operation, target, decision, status }: AuditEntry): string {
  const who = actor === undefined ? 'somebody' : actor.userName || actor.userId;
  const what = [operation, ...Object.values(target)].join(' ');
  return `${who}: ${what}: ${decision}, ${status}`;
}
