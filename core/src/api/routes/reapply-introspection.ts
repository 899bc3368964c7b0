import { nodeOf, nodeParameter } from '../node-id.js';
import { schemaRef } from '../openapi/schemas.js';
import { accepted } from '../reply.js';
import type { Route } from '../route.js';

/** `POST /v1/introspection/{node}/data/unprocessed`. */
export const reapplyIntrospection: Route = {
  method: 'POST',
  path: '/v1/introspection/{node}/data/unprocessed',
  operation: 'reapplyIntrospection',
  summary: 'Process the stored data of a node again, or other data instead',
  policy: 'introspection:reapply',
  parameters: [nodeParameter],
  requestBody: {
    required: false,
    description: 'Data to process instead of the stored ones; no body or an empty object: the stored ones.',
    schema: schemaRef('IntrospectionData'),
  },
  responses: { 202: { description: 'The data are being processed.', schema: schemaRef('Empty') } },
  failures: {
    400: 'The body is not a JSON object, or data are neither given nor stored anywhere.',
    404: 'The node is unknown, was never introspected, or has no stored data.',
    409: 'The node is being worked on, or its state does not allow it.',
    413: 'The body is too large.',
    503: 'The service is stopping, or the storage cannot be reached.',
  },
  handle: async (request, { conductor }) => {
    await conductor.reapply(nodeOf(request), await request.body('ramdisk-data'));
    return accepted();
  },
};
