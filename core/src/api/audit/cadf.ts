import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '@inspector/plugin-api';
import type { AuditEntry } from './audit-entry.js';

const ACTIONS: Readonly<Record<string, string>> = {
  GET: 'read',
  HEAD: 'read',
  POST: 'create',
  PUT: 'update',
  PATCH: 'update',
  DELETE: 'delete',
};

/** What became of a request in the words of CADF: a refusal is a failure of the caller. */
const OUTCOMES = { allowed: 'success', denied: 'failure', undecided: 'unknown' } as const;

/**
 * An entry as an event of the Cloud Audit Data Federation (DMTF DSP0262), with the members that the audit middleware of
 * OpenStack services fills.
 */
export function cadfEvent(entry: AuditEntry): JsonObject {
  const { actor, address, method, route, operation, target, rule, decision, decidedBy, status } = entry;
  const isFailure = decision === 'allowed' && status >= 400;
  return {
    typeURI: 'http://schemas.dmtf.org/cloud/audit/1.0/event',
    eventType: 'activity',
    id: randomUUID(),
    eventTime: new Date().toISOString(),
    action: ACTIONS[method] ?? 'unknown',
    outcome: isFailure ? 'failure' : OUTCOMES[decision],
    reason: { reasonType: 'HTTP', reasonCode: String(status), policyType: rule, policyId: decidedBy ?? '' },
    initiator: {
      typeURI: 'service/security/account/user',
      id: actor?.userId ?? 'unknown',
      name: actor?.userName ?? 'unknown',
      ...(actor?.projectId === undefined ? {} : { project_id: actor.projectId }),
      ...(address === undefined ? {} : { host: { address } }),
      ...(actor?.auditId === undefined
        ? {}
        : { credential: { identity_status: 'Confirmed', token: actor.auditId } }),
    },
    target: {
      typeURI: 'service/baremetal-introspection',
      id: Object.values(target)[0] ?? route,
      name: operation,
    },
    observer: { typeURI: 'service/baremetal-introspection', id: 'target' },
    requestPath: route,
  } satisfies Record<string, Json>;
}
