import type { InspectorConfig } from '../../src/config/types.js';

/** A `database` group for tests: the defaults, but failures show at once. */
export function databaseConfig(
  connection: string,
  changes: Partial<InspectorConfig['database']> = {},
): InspectorConfig['database'] {
  return {
    connection,
    maxPoolSize: 5,
    maxOverflow: 10,
    connectionRecycleTime: 3600,
    maxRetries: 0,
    retryInterval: 0,
    dbMaxRetries: 20,
    dbRetryInterval: 0,
    statementTimeout: 60,
    sqliteSynchronous: false,
    ...changes,
  };
}

/** A log that keeps what was warned of. */
export function warnings(): { readonly log: { warn(message: string): void }; readonly messages: string[] } {
  const messages: string[] = [];
  return { log: { warn: (message: string) => void messages.push(message) }, messages };
}
