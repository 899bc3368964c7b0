import type { HistoryRepository, StoredRecord } from '../db/types.js';
import { unpackedText } from '../history/unpack.js';
import type { LastRun } from './facts.js';
import { secondsBetween } from './moments.js';

/**
 * The latest run of a node, where it is the introspection that the record tells of; null: it is not kept.
 *
 * @throws `INSP_HISTORY_CORRUPT`
 */
export async function lastRun(
  { uuid, introspection, finishedAt }: StoredRecord,
  history: Pick<HistoryRepository, 'list' | 'get'>,
): Promise<LastRun | null> {
  const [latest] = await history.list(uuid, { limit: 1 });
  if (latest === undefined || latest.introspection !== introspection) return null;
  // Data that are processed again keep the id; some databases keep whole seconds.
  if (finishedAt === null || latest.finishedAt === null) return null;
  if (Math.abs(secondsBetween(latest.finishedAt, finishedAt)) > 1) return null;
  const run = await history.get(uuid, latest.number);
  if (run === undefined) return null;
  const { hooks, rules } = JSON.parse(
    await unpackedText(run.body, `introspection ${run.number} of node ${uuid}`),
  ) as Pick<LastRun, 'hooks' | 'rules'>;
  return { number: run.number, introspection: run.introspection, finishedAt, hooks, rules };
}
