import { nodeOf, nodeParameter } from '../node-id.js';
import { schemaRef } from '../openapi/schemas.js';
import { accepted } from '../reply.js';
import type { Route } from '../route.js';

/** `POST /v1/introspection/{node}/abort`. */
export const abortIntrospection: Route = {
  method: 'POST',
  path: '/v1/introspection/{node}/abort',
  operation: 'abortIntrospection',
  summary: 'Abort the introspection of a node',
  policy: 'introspection:abort',
  parameters: [nodeParameter],
  responses: {
    202: { description: 'It is being aborted, or was over already.', schema: schemaRef('Empty') },
  },
  failures: {
    400: 'What is being done to the node cannot be aborted.',
    404: 'The node is unknown or was never introspected.',
    409: 'Another operation holds the node; try again.',
    503: 'The service is stopping.',
  },
  handle: async (request, { conductor }) => {
    await conductor.abort(nodeOf(request));
    return accepted();
  },
};
