export { createClient } from './client.js';
export type { ClientOptions, DataOptions, InspectorClient } from './client.js';
export type { RequestOptions } from './request-options.js';
export { ClientError, WaitTimeoutError } from './client-error.js';
export type { BaselinesClient } from './baselines.js';
export type { InventoryClient, InventoryWriteOptions } from './inventory.js';
export type { RulesClient } from './rules.js';
export type { WaitOptions } from './wait.js';
export type * from './types.js';
