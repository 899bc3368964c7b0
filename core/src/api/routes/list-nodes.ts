import { listQuery } from '../list-query.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `GET /v1/nodes`. */
export const listNodes: Route = {
  method: 'GET',
  path: '/v1/nodes',
  operation: 'listNodes',
  summary: 'List what the machines of all nodes are, by UUID of the node',
  policy: 'introspection:data',
  parameters: [
    {
      name: 'limit',
      in: 'query',
      description: 'Most nodes to answer; 0: as many as one answer may hold.',
      schema: { type: 'integer', minimum: 0 },
    },
    {
      name: 'marker',
      in: 'query',
      description: 'UUID of the last node of the page before.',
      schema: { type: 'string', format: 'uuid' },
    },
  ],
  responses: {
    200: { description: 'Nodes whose introspection told of a machine.', schema: schemaRef('Machines') },
  },
  handle: async ({ query }, { config, summaries }) => {
    const { limit, marker } = listQuery(query, config.apiMaxLimit);
    const found = await summaries.list({ limit, ...(marker === undefined ? {} : { marker }) });
    return json(200, {
      nodes: found.map(({ uuid, name, state, inspectedAt, hardware }) => ({
        ...{ uuid, name, state, inspected_at: inspectedAt },
        resource_class: null,
        deviations: null,
        ...hardware,
      })),
    });
  },
};
