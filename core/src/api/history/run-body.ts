import type { KeptDeviations, StoredRun } from '../../db/types.js';
import { member, textMember } from '@inspector/plugin-api/ramdisk-data';

/** An introspection that is over, as the API shows it. */
export const runBody = (run: StoredRun): object => ({
  number: run.number,
  introspection: run.introspection,
  began: run.began,
  state: run.state,
  error: run.error,
  started_at: run.startedAt,
  finished_at: run.finishedAt,
  request_id: textMember(run.origin, 'request_id') ?? null,
  user: userOf(member(run.origin, 'actor')),
  kept_data: run.keptData,
  degraded: run.deviations === null ? null : run.deviations.count > 0,
  deviations: run.deviations === null ? null : deviationsBody(run.deviations),
});

const deviationsBody = ({ scope, count, parts }: KeptDeviations): object => ({
  baseline: scope.kind,
  class: scope.kind === 'class' ? scope.name : null,
  count,
  parts,
});

/** The name of who sent a request, else the id. */
const userOf = (actor: unknown): string | null =>
  textMember(actor, 'user_name') ?? textMember(actor, 'user_id') ?? null;
