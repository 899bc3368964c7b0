import { nodeOf } from '../node-id.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `GET /v1/introspection/{node}/diagnosis`. */
export const getDiagnosis: Route = {
  method: 'GET',
  path: '/v1/introspection/{node}/diagnosis',
  operation: 'getDiagnosis',
  summary: 'Show why a node or a machine stands where it does',
  policy: 'introspection:diagnosis',
  parameters: [
    {
      name: 'node',
      in: 'path',
      description:
        'UUID of the node in any spelling, its name in the bare metal service, or the MAC address of a machine. What nobody knows gets an answer, too.',
      schema: { type: 'string', minLength: 1 },
    },
  ],
  responses: { 200: { description: 'What was found out.', schema: schemaRef('Diagnosis') } },
  handle: async (request, { diagnosis }) => json(200, await diagnosis.of(nodeOf(request))),
};
