import type { ServerResponse } from 'node:http';
import type { Share } from './shared-memory.js';

/** Gives a share back when the answer is sent, or when its client is gone, which may have happened already. */
export function releaseAfter(response: ServerResponse, share: Share): void {
  if (response.closed) share.release();
  else response.once('close', share.release);
}
