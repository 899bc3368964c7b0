import { InspectorError } from '@inspector/plugin-api';
import { nodeParameter, uuidOf } from '../node-id.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `GET /v1/introspection/{node}/results`. */
export const getHookResults: Route = {
  method: 'GET',
  path: '/v1/introspection/{node}/results',
  operation: 'getHookResults',
  summary: 'Show how each hook of the latest introspection of a node went',
  policy: 'introspection:status',
  parameters: [nodeParameter],
  responses: { 200: { description: 'The hooks in the order they ran.', schema: schemaRef('HookResults') } },
  failures: { 404: 'The node is unknown or was never introspected.' },
  handle: async (request, { conductor, hookResults, records }) => {
    const uuid = await uuidOf(request, conductor);
    if (!(await records.get(uuid))) {
      throw new InspectorError('INSP_NODE_NOT_CACHED', `Could not find node ${uuid} in cache`);
    }
    const results = await hookResults.list(uuid);
    return json(200, {
      uuid,
      results: results.map(({ hook, outcome, milliseconds, message }) => ({
        hook,
        outcome,
        milliseconds,
        message,
      })),
    });
  },
};
