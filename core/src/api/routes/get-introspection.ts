import { InspectorError } from '@inspector/plugin-api';
import { introspectionBody, progressBody } from '../introspection-body.js';
import { nodeParameter, uuidOf } from '../node-id.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `GET /v1/introspection/{node}`. */
export const getIntrospection: Route = {
  method: 'GET',
  path: '/v1/introspection/{node}',
  operation: 'getIntrospection',
  summary: 'Show how the introspection of a node stands',
  policy: 'introspection:status',
  parameters: [nodeParameter],
  responses: { 200: { description: 'The introspection.', schema: schemaRef('Introspection') } },
  failures: { 404: 'The node is unknown or was never introspected.' },
  handle: async (request, { conductor, records }) => {
    const uuid = await uuidOf(request, conductor);
    const record = await records.get(uuid);
    if (!record) throw new InspectorError('INSP_NODE_NOT_CACHED', `Could not find node ${uuid} in cache`);
    const body = introspectionBody(record, request.links);
    const isOver = record.finishedAt !== null && record.state !== 'reapplying';
    return json(200, isOver ? body : { ...body, ...progressBody(await conductor.progress(uuid)) });
  },
};
