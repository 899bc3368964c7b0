import type { HookResult, Introspection } from '@inspector/client';
import { shortTime } from '../short-time.js';
import { tableLines } from '../table.js';

/**
 * The table of introspections, one line each. The first column shows what the user typed, where that is neither the UUID
 * nor the name of the node.
 */
export function statusTable(
  rows: readonly { readonly name?: string; readonly introspection: Introspection }[],
) {
  const isOther = rows.some(
    ({ name, introspection }) =>
      name !== undefined && name !== introspection.uuid && name !== introspection.name,
  );
  const isNamed = rows.some(({ introspection }) => introspection.name !== undefined);
  return tableLines(
    [
      ...(isOther ? ['NODE'] : []),
      'UUID',
      ...(isNamed ? ['NAME'] : []),
      'STATE',
      'STARTED (UTC)',
      'FINISHED (UTC)',
      'ERROR',
    ],
    rows.map(({ name, introspection: { uuid, name: called, state, started_at, finished_at, error } }) => [
      ...(isOther ? [name ?? ''] : []),
      uuid,
      ...(isNamed ? [called ?? '-'] : []),
      state,
      shortTime(started_at),
      shortTime(finished_at),
      error ?? '',
    ]),
  );
}

/** The table of how the hooks of a node went. */
export const hookTable = (hooks: readonly HookResult[]): string[] =>
  tableLines(
    ['HOOK', 'OUTCOME', 'MILLISECONDS', 'MESSAGE'],
    hooks.map(({ hook, outcome, milliseconds, message }) => [
      hook,
      outcome,
      String(Math.round(milliseconds)),
      message ?? '',
    ]),
  );
