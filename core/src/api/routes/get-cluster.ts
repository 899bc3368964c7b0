import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `GET /v1/cluster`. */
export const getCluster: Route = {
  method: 'GET',
  path: '/v1/cluster',
  operation: 'getCluster',
  summary: 'Show the processes that share the database, and how each of them stands',
  policy: 'introspection:cluster',
  responses: {
    200: {
      description: 'The members. What a member did not say within two seconds is null, and a text says why.',
      schema: schemaRef('Cluster'),
    },
  },
  handle: async (_request, { cluster, streams }) =>
    json(200, { ...(await cluster.read()), watchers: streams.size }),
};
