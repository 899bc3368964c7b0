import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InspectorConfig } from '../../config/types.js';
import { readBody } from '../body.js';
import type { Reply } from '../reply.js';
import { answerMemory } from './answer-memory.js';
import { bodyLimits, type BodyKind } from './body-limits.js';
import type { LimitReports } from './limit-reports.js';
import { releaseAfter } from './release-after.js';
import { sharedMemory } from './shared-memory.js';
import { turns } from './turns.js';

/** Keeps the requests of one API within bounds. */
export interface RequestLimits {
  /**
   * Reads the body of a request as text.
   *
   * @throws INSP_BODY_TOO_LARGE, INSP_OVERLOADED, INSP_BAD_REQUEST
   */
  body(request: IncomingMessage, response: ServerResponse, kind: BodyKind): Promise<string>;
  /**
   * Takes room for an answer until it is sent.
   *
   * @throws INSP_OVERLOADED
   */
  hold(reply: Reply, response: ServerResponse): void;
}

/** A body that takes more bytes than this is large: data of any machine without logs are smaller. */
const LARGE_BODY = 1024 * 1024;

/** Makes the limits of one API. */
export function requestLimits(
  config: Pick<InspectorConfig, 'maxBodySize' | 'limits'>,
  reports: LimitReports,
): RequestLimits {
  const bodies = sharedMemory({ total: config.limits.bodyMemory, large: LARGE_BODY });
  const answers = answerMemory(config.limits.answerMemory, reports);
  const turn = turns();
  const kinds = {
    'ramdisk-data': bodyLimits('ramdisk-data', config),
    rules: bodyLimits('rules', config),
  };
  return {
    body(request, response, kind) {
      const share = bodies.share(request.socket.remoteAddress ?? '');
      releaseAfter(response, share);
      return readBody(request, { limits: kinds[kind], share, reports, turn, large: LARGE_BODY });
    },
    hold({ body }, response) {
      if (typeof body === 'string') answers.hold(body, response);
    },
  };
}
