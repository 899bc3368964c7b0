import { InspectorError, type JsonObject } from '@inspector/plugin-api';
import type { HistoryRepository, StoredRunWithBody } from '../../db/types.js';
import { unpackedData } from '../../history/unpack.js';
import { findRun, runText } from './find-run.js';

/** An introspection and its data. */
export interface RunWithData {
  readonly run: StoredRunWithBody;
  readonly data: JsonObject;
}

/**
 * The two introspections of a node that are compared.
 *
 * @param from - number; undefined: the last one with data before `to`
 * @param to - number; undefined: the newest one with data
 * @throws `INSP_HISTORY_NOT_FOUND` where one is not kept, or has no data
 */
export async function comparedRuns(
  history: HistoryRepository,
  uuid: string,
  { from, to }: { readonly from: number | undefined; readonly to: number | undefined },
): Promise<{ readonly from: RunWithData; readonly to: RunWithData }> {
  const last = to ?? (await newestWithData(history, uuid));
  const first = from ?? (await newestWithData(history, uuid, last));
  return {
    from: await withData(await findRun(history, uuid, first), uuid),
    to: await withData(await findRun(history, uuid, last), uuid),
  };
}

/**
 * An introspection of a node, and its data.
 *
 * @param number - undefined: the newest one with data
 * @throws `INSP_HISTORY_NOT_FOUND` where it is not kept, or has no data
 */
export async function runWithData(
  history: HistoryRepository,
  uuid: string,
  number: number | undefined,
): Promise<RunWithData> {
  return withData(await findRun(history, uuid, number ?? (await newestWithData(history, uuid))), uuid);
}

async function newestWithData(history: HistoryRepository, uuid: string, below?: number): Promise<number> {
  const page = { limit: 1, withData: true, ...(below === undefined ? {} : { below }) };
  const [run] = await history.list(uuid, page);
  if (run !== undefined) return run.number;
  throw new InspectorError(
    'INSP_HISTORY_NOT_FOUND',
    below === undefined
      ? `No introspection of node ${uuid} with data is kept, so there is nothing to compare`
      : `Before introspection ${below} of node ${uuid} none with data is kept, so there is nothing to compare it with`,
  );
}

async function withData(run: StoredRunWithBody, uuid: string): Promise<RunWithData> {
  const data = await unpackedData(run.body, runText(uuid, run.number));
  if (data !== undefined) return { run, data };
  throw new InspectorError(
    'INSP_HISTORY_NOT_FOUND',
    `No data are kept of ${runText(uuid, run.number)}, so it cannot be compared` +
      (run.error === null ? '' : `. It failed: ${run.error}`),
  );
}
