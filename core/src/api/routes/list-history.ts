import { runBody } from '../history/run-body.js';
import { NUMBER_SCHEMA, runNumber } from '../history/find-run.js';
import { limitOf } from '../list-query.js';
import { nodeParameter, uuidOf } from '../node-id.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `GET /v1/introspection/{node}/history`. */
export const listHistory: Route = {
  method: 'GET',
  path: '/v1/introspection/{node}/history',
  operation: 'listHistory',
  summary: 'List the introspections of a node that are over, the newest first',
  policy: 'introspection:status',
  parameters: [
    nodeParameter,
    {
      name: 'limit',
      in: 'query',
      description: 'Most introspections to answer; 0: as many as one answer may hold.',
      schema: { type: 'integer', minimum: 0 },
    },
    {
      name: 'marker',
      in: 'query',
      description: 'Number of the last introspection of the page before.',
      schema: NUMBER_SCHEMA,
    },
  ],
  responses: {
    200: {
      description: 'The introspections; none for a node that was never introspected.',
      schema: schemaRef('History'),
    },
  },
  failures: { 404: 'The bare metal service knows no node of this name.' },
  handle: async (request, { config, conductor, history }) => {
    const uuid = await uuidOf(request, conductor);
    const marker = request.query.get('marker');
    const below = marker === null ? undefined : runNumber(marker);
    const limit = limitOf(request.query.get('limit'), config.apiMaxLimit);
    const runs = await history.list(uuid, { limit, ...(below === undefined ? {} : { below }) });
    return json(200, { uuid, history: runs.map(runBody) });
  },
};
