import type { NodeProgress } from '../conductor/types.js';
import type { StoredRecord } from '../db/types.js';
import { selfLink, type Links } from './links.js';

/** An introspection as the API shows it. A name that is not known is left out. */
export function introspectionBody(record: StoredRecord, links: Links): object {
  return {
    uuid: record.uuid,
    state: record.state,
    finished: record.finishedAt !== null,
    error: record.error,
    started_at: record.startedAt,
    finished_at: record.finishedAt,
    ...(record.name === null ? {} : { name: record.name }),
    links: selfLink(links.absolute(`/v1/introspection/${record.uuid}`)),
  };
}

/** What an introspection waits for, as members that are left out where there is nothing to say. */
export const progressBody = ({ step, queue }: NodeProgress): object => ({
  ...(step === null ? {} : { step }),
  ...(queue === null ? {} : { queue }),
});
