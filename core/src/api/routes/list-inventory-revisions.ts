import { revisionBody } from '../inventory/bodies.js';
import { limitOf } from '../list-query.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `GET /v1/inventory/history`. */
export const listInventoryRevisions: Route = {
  method: 'GET',
  path: '/v1/inventory/history',
  operation: 'listInventoryRevisions',
  summary: 'List the revisions of the inventory, newest first: who wrote what and why',
  policy: 'introspection:inventory:get',
  parameters: [
    {
      name: 'limit',
      in: 'query',
      description: 'Most revisions to answer; 0: as many as one answer may hold.',
      schema: { type: 'integer', minimum: 0 },
    },
    {
      name: 'marker',
      in: 'query',
      description: '`next` of the page before.',
      schema: { type: 'string' },
    },
  ],
  responses: { 200: { description: 'The revisions.', schema: schemaRef('InventoryRevisions') } },
  failures: {
    400: 'The backend keeps no former revisions.',
    503: 'The store of the inventory does not answer.',
  },
  handle: async ({ query }, { config, inventory }) => {
    const access = await inventory.open();
    const marker = query.get('marker');
    const { revisions, next } = await access.history({
      limit: limitOf(query.get('limit'), config.apiMaxLimit),
      ...(marker !== null && { marker }),
    });
    return json(200, { revisions: revisions.map(revisionBody), next });
  },
};
