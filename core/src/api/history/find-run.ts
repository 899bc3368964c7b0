import { InspectorError } from '@inspector/plugin-api';
import type { HistoryRepository, StoredRunWithBody } from '../../db/types.js';

/** What names an introspection of a node in a query. */
export const NUMBER_SCHEMA = { type: 'integer', minimum: 1 } as const;

/**
 * Reads the number of an introspection.
 *
 * @throws `INSP_BAD_REQUEST`
 */
export function runNumber(given: string): number {
  const number = Number(given);
  if (/^[1-9]\d*$/.test(given) && Number.isSafeInteger(number)) return number;
  throw new InspectorError(
    'INSP_BAD_REQUEST',
    `Bad request: an introspection is named by its number, such as 3, not "${given}"`,
  );
}

/**
 * One introspection of a node that is kept, or its newest.
 *
 * @param given - its number; undefined: the newest
 * @throws `INSP_HISTORY_NOT_FOUND`
 */
export async function findRun(
  history: HistoryRepository,
  uuid: string,
  given: number | undefined,
): Promise<StoredRunWithBody> {
  const number = given ?? (await history.list(uuid, { limit: 1 }))[0]?.number;
  const run = number === undefined ? undefined : await history.get(uuid, number);
  if (run !== undefined) return run;
  throw new InspectorError(
    'INSP_HISTORY_NOT_FOUND',
    number === undefined
      ? `No introspection of node ${uuid} is kept. They are kept from their end on, as long as history.keep is above 0`
      : `Introspection ${number} of node ${uuid} is not kept. GET /v1/introspection/${uuid}/history lists those that are`,
  );
}

/** What an introspection is called in a sentence. */
export const runText = (uuid: string, number: number): string => `introspection ${number} of node ${uuid}`;
