import { nodeParameter, uuidOf } from '../node-id.js';
import { schemaRef } from '../openapi/schemas.js';
import { jsonText } from '../reply.js';
import type { Route } from '../route.js';

const dataRoute = (route: Pick<Route, 'path' | 'operation' | 'summary'>, processed: boolean): Route => ({
  ...route,
  method: 'GET',
  policy: 'introspection:data',
  isLong: true,
  parameters: [nodeParameter],
  responses: { 200: { description: 'The data as they are stored.', schema: schemaRef('IntrospectionData') } },
  failures: {
    404: 'The node is unknown, nothing is stored for it, or nothing is stored at all.',
    503: 'The storage cannot be reached.',
  },
  handle: async (request, { conductor, storage }) => {
    const uuid = await uuidOf(request, conductor);
    return jsonText(200, await storage.get(uuid, processed));
  },
});

/** `GET /v1/introspection/{node}/data`. */
export const getProcessedData = dataRoute(
  {
    path: '/v1/introspection/{node}/data',
    operation: 'getProcessedData',
    summary: 'Get the data as hooks left them',
  },
  true,
);

/** `GET /v1/introspection/{node}/data/unprocessed`. */
export const getUnprocessedData = dataRoute(
  {
    path: '/v1/introspection/{node}/data/unprocessed',
    operation: 'getUnprocessedData',
    summary: 'Get the data as the ramdisk sent them',
  },
  false,
);
