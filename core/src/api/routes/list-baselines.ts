import { baselineBody } from '../baseline/baseline-body.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `GET /v1/baselines`. */
export const listBaselines: Route = {
  method: 'GET',
  path: '/v1/baselines',
  operation: 'listBaselines',
  summary: 'List the hardware that nodes, and nodes of a class, should have',
  policy: 'introspection:data',
  responses: { 200: { description: 'All baselines.', schema: schemaRef('Baselines') } },
  handle: async (_, { baselines }) => json(200, { baselines: (await baselines.list()).map(baselineBody) }),
};
