import { InspectorError } from '@inspector/plugin-api';
import type { ServerResponse } from 'node:http';
import type { LimitReports } from './limit-reports.js';
import { releaseAfter } from './release-after.js';
import { sharedMemory } from './shared-memory.js';

/** Answers up to so many bytes are always given. */
const SHORT = 64 * 1024;

/** Decides whether there is room for an answer. */
export interface AnswerMemory {
  /**
   * Takes room for an answer until it is sent or its client is gone.
   *
   * @param client - address of the client
   * @throws INSP_OVERLOADED when clients have not taken too much of what they asked for before
   */
  hold(text: string, response: ServerResponse, client: string): void;
}

/**
 * The memory that long answers share until their clients have taken them: whoever asks again and again and reads
 * nothing would fill the memory of the service.
 *
 * @param total - bytes, option `limits.answerMemory`
 */
export function answerMemory(total: number, reports: LimitReports): AnswerMemory {
  const memory = sharedMemory({ total, large: total });
  return {
    hold(text, response, client) {
      if (text.length <= SHORT) return;
      const share = memory.share(client);
      if (!share.take(Buffer.byteLength(text))) {
        reports.hit('answerMemory', client);
        throw new InspectorError(
          'INSP_OVERLOADED',
          'Clients have not taken the long answers they asked for before. Ask again in a few seconds.',
        );
      }
      releaseAfter(response, share);
    },
  };
}
