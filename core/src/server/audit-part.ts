import { resolve } from 'node:path';
import { InspectorError, thrownText } from '@inspector/plugin-api';
import { destination as openDestination } from 'pino';
import { auditLog } from '../api/audit/audit-log.js';
import type { AuditTrail } from '../api/audit/audit-entry.js';
import { createLog } from '../log/log.js';
import type { Reloads } from './reloads.js';
import type { StartOptions } from './start-options.js';
import type { StopList } from './stop-list.js';

/**
 * The audit trail that the `audit` group asks for; undefined: none.
 *
 * @throws `INSP_CONFIG_INVALID` when the file cannot be opened
 */
export function makeAudit(
  { config: { audit }, cwd, log }: Pick<StartOptions, 'config' | 'cwd' | 'log'>,
  started: StopList,
  reloads: Reloads,
): AuditTrail | undefined {
  if (audit.lines === 'off') return undefined;
  if (audit.file === undefined) return auditLog(log, audit);
  const path = resolve(cwd, audit.file);
  const file = openFile(path);
  file.on('error', (error: Error) => {
    log.error(`An audit line was lost: ${path} cannot be written: ${thrownText(error)}`);
  });
  started.add('audit file', async () => file.end());
  reloads.onReload('audit file', () => file.reopen());
  return auditLog(createLog({ debug: false, destination: file }), audit);
}

/** Lines are written at once, so that none is lost when the process dies. Only the user of the service may read them. */
function openFile(path: string): ReturnType<typeof openDestination> {
  try {
    return openDestination({ dest: path, append: true, sync: true, mkdir: false, mode: 0o600 });
  } catch (cause) {
    throw new InspectorError(
      'INSP_CONFIG_INVALID',
      `audit.file: ${path} cannot be opened: ${thrownText(cause)}. Name a file that the user of the service may write.`,
      { cause },
    );
  }
}
