import type { InspectorConfig } from '../config/types.js';

/** A running service. */
export interface Inspector {
  /** Where it listens, such as `http://127.0.0.1:5050`; `unix:/path` for a unix socket. */
  readonly url: string;
  readonly config: InspectorConfig;
  /** Stops taking requests, lets running work end, and frees everything. Calling it again waits for the same end. */
  close(): Promise<void>;
}
