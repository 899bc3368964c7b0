import type { IncomingMessage, ServerResponse } from 'node:http';
import { InspectorError } from '@inspector/plugin-api';
import type { InspectorConfig } from '../../config/types.js';
import { readBody } from '../body.js';
import { clientsBehind } from '../clients.js';
import type { Reply } from '../reply.js';
import type { Route } from '../route.js';
import { answerMemory } from './answer-memory.js';
import { bodyLimits, type BodyKind } from './body-limits.js';
import { fewAtOnce, type FewAtOnce } from './few-at-once.js';
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
   * Makes an answer, and takes room for it until it is sent. Of routes with long answers only a few are made at the same
   * time.
   *
   * @throws INSP_OVERLOADED, and what making it throws
   */
  answer(route: Route, make: () => Reply | Promise<Reply>, response: ServerResponse): Promise<Reply>;
}

/** A body that takes more bytes than this is large: data of any machine without logs are smaller. */
const LARGE_BODY = 1024 * 1024;

/** Long answers of one route that are made at the same time: a list of 50,000 rules takes 100 MB until it is a text. */
const LONG_AT_ONCE = 1;

const clientGone = (): InspectorError =>
  new InspectorError('INSP_BAD_REQUEST', 'The client closed the connection before its answer was made');

/** Makes the limits of one API. */
export function requestLimits(
  config: Pick<InspectorConfig, 'maxBodySize' | 'limits' | 'trustedProxies'>,
  reports: LimitReports,
): RequestLimits {
  const bodies = sharedMemory({ total: config.limits.bodyMemory, large: LARGE_BODY });
  const answers = answerMemory(config.limits.answerMemory, reports);
  const turn = turns();
  const clients = clientsBehind(config.trustedProxies);
  const long = new Map<Route, FewAtOnce>();
  const kinds = {
    'ramdisk-data': bodyLimits('ramdisk-data', config),
    rules: bodyLimits('rules', config),
    inventory: bodyLimits('inventory', config),
    login: bodyLimits('login', config),
  };
  return {
    body(request, response, kind) {
      const client = clients.addressOf(request) ?? '';
      const share = bodies.share(client);
      releaseAfter(response, share);
      return readBody(request, { limits: kinds[kind], share, client, reports, turn, large: LARGE_BODY });
    },
    async answer(route, make, response) {
      const makeAndHold = async (): Promise<Reply> => {
        if (route.isLong === true && response.closed) throw clientGone();
        const reply = await make();
        if (typeof reply.body === 'string')
          answers.hold(reply.body, response, clients.addressOf(response.req) ?? '');
        return reply;
      };
      if (route.isLong !== true) return makeAndHold();
      let few = long.get(route);
      if (few === undefined) long.set(route, (few = fewAtOnce(LONG_AT_ONCE)));
      return few(makeAndHold);
    },
  };
}
