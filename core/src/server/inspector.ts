import type { InspectorConfig } from '../config/types.js';

/** A running service. */
export interface Inspector {
  /** Where it listens, such as `http://127.0.0.1:5050`; `unix:/path` for a unix socket. */
  readonly url: string;
  readonly config: InspectorConfig;
  /**
   * Reads again what can be read while the service runs: the policy, the file of users, certificates.
   *
   * @returns the names of what was read, and of what could not be, with why
   */
  reload(): Promise<{ readonly read: readonly string[]; readonly failed: readonly string[] }>;
  /** Stops taking requests, lets running work end, and frees everything. Calling it again waits for the same end. */
  close(): Promise<void>;
}
