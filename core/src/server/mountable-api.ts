import type { MountedHandler } from '../api/mounted.js';
import type { Inspector } from './inspector.js';

/** An API that another program's server calls. */
export interface MountableApi extends Pick<Inspector, 'config' | 'reload'> {
  /**
   * Answers a request; resolves when the answer was sent, or its client is gone. For `http.createServer`, Express, and
   * whatever passes on the request and the response of Node.js as they are, with nothing read of the body.
   */
  readonly handler: MountedHandler;
  /** Turns new requests away with 503, lets running work end, and frees everything. A second call waits for the same end. */
  close(): Promise<void>;
}
