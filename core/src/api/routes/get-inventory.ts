import { inventoryText } from '@inspector/plugin-api/inventory';
import { schemaRef } from '../openapi/schemas.js';
import { jsonText } from '../reply.js';
import type { Route } from '../route.js';

/** `GET /v1/inventory`. The document is text of the store, numbers as they were written. */
export const getInventory: Route = {
  method: 'GET',
  path: '/v1/inventory',
  operation: 'getInventory',
  summary: 'Read the inventory for Ansible',
  policy: 'introspection:inventory:get',
  isLong: true,
  parameters: [
    {
      name: 'revision',
      in: 'query',
      description: 'A former one. Without it the newest.',
      schema: { type: 'string' },
    },
  ],
  responses: { 200: { description: 'The inventory and its revision.', schema: schemaRef('Inventory') } },
  failures: {
    400: 'The backend keeps no former revisions.',
    404: 'There is no such revision (any more).',
    503: 'The store of the inventory does not answer.',
  },
  handle: async ({ query }, { inventory }) => {
    const access = await inventory.open();
    const found = await access.load(query.get('revision') ?? undefined);
    const revision = JSON.stringify(found.revision);
    return jsonText(200, `{"revision":${revision},"inventory":${inventoryText(found.inventory)}}\n`);
  },
};
