import type { JsonObject } from '@inspector/plugin-api';
import { readJson } from '@inspector/plugin-api/json';
import type { StoredRunWithBody } from '../../src/db/types.js';
import { Account } from '../../src/history/account.js';
import { packRun } from '../../src/history/pack.js';

/** An introspection whose data are this text; without: that failed. */
export async function keptRun(
  number: number,
  text?: string,
  account = new Account(),
): Promise<StoredRunWithBody> {
  account.data = text === undefined ? undefined : (readJson(text) as JsonObject);
  return {
    ...{ number, introspection: '00000000-0000-4000-8000-0000000000aa', began: 'start' },
    ...{ state: text === undefined ? 'error' : 'finished', error: text === undefined ? 'Timeout' : null },
    ...{ startedAt: '2031-02-03T04:05:06', finishedAt: '2031-02-03T04:06:06.000001' },
    origin: { request_id: 'req-1', actor: { user_id: 'u', user_name: 'alice' } },
    ...(await packRun(account)),
    deviations: null,
  };
}
