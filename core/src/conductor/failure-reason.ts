import { InspectorError, type ErrorCodeName } from '@inspector/plugin-api';
import type { FailureReason } from '../metrics/introspection-metrics.js';

/** What failed, by the beginning of the code of the error; the first that fits counts. */
const REASONS: readonly (readonly [string, FailureReason])[] = [
  ['INSP_INTROSPECTION_TIMEOUT', 'timeout'],
  ['INSP_SHUTTING_DOWN', 'stopped'],
  ['INSP_HOOK_FAILED', 'hook'],
  ['INSP_PLUGIN_', 'hook'],
  ['INSP_RULE_', 'rule'],
  ['INSP_BAREMETAL_', 'baremetal'],
  ['INSP_NODE_NOT_FOUND', 'baremetal'],
  ['INSP_IDENTITY_FAILED', 'baremetal'],
  ['INSP_STORAGE_', 'storage'],
  ['INSP_DATA_NOT_FOUND', 'storage'],
  ['INSP_DB_', 'database'],
  ['INSP_PXE_FILTER_FAILED', 'pxe-filter'],
] satisfies readonly (readonly [ErrorCodeName | `INSP_${string}_`, FailureReason])[];

/** What failed, as far as an error and its causes tell; undefined: they do not. */
export function failureReason(error: unknown): FailureReason | undefined {
  if (!InspectorError.is(error)) return undefined;
  const { code } = error;
  const found = REASONS.find(([beginning]) => code.startsWith(beginning));
  return found?.[1] ?? failureReason(error.cause);
}
