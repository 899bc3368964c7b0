import { InspectorError } from '@inspector/plugin-api';
import type { Store } from './session.js';

/** Told of a database operation that failed, with its code; `other`: the driver said something without one. */
export type DatabaseFailure = (code: string) => void;

/** What the failure of an operation counts as; undefined: a verdict of ours, such as a lost race, is none. */
function codeOf(error: unknown): string | undefined {
  if (!InspectorError.is(error)) return 'other';
  return error.code.startsWith('INSP_DB_') ? error.code : undefined;
}

/** The same store, whose failures are told of. */
export function observedStore(store: Store, failed: DatabaseFailure): Store {
  const telling = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      const code = codeOf(error);
      if (code !== undefined) failed(code);
      throw error;
    });
  return {
    dialect: store.dialect,
    get longestText() {
      return store.longestText;
    },
    read: (work) => telling(store.read(work)),
    statement: (work) => telling(store.statement(work)),
    transaction: (work, options) => telling(store.transaction(work, options)),
    batch: (statements) => telling(store.batch(statements)),
    close: () => store.close(),
  };
}
