export { createClient } from './client.js';
export type { ClientOptions, DataOptions, InspectorClient, RequestOptions } from './client.js';
export { ClientError, WaitTimeoutError } from './client-error.js';
export type { RulesClient } from './rules.js';
export type { WaitOptions } from './wait.js';
export type * from './types.js';
