import { changedBody } from '../inventory/bodies.js';
import { readChangeRequest, textMember } from '../inventory/change-request.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `POST /v1/inventory/restore`. */
export const restoreInventory: Route = {
  method: 'POST',
  path: '/v1/inventory/restore',
  operation: 'restoreInventory',
  summary: 'Make a former revision of the inventory the newest one; the history goes on',
  policy: 'introspection:inventory:change',
  requestBody: {
    required: true,
    description: 'The revision.',
    schema: schemaRef('InventoryToRestore'),
  },
  responses: { 200: { description: 'It is the newest one.', schema: schemaRef('InventoryWritten') } },
  failures: {
    400: 'The request is not valid, or the backend keeps no former revisions.',
    404: 'There is no such revision (any more).',
    409: 'The inventory has changed since; nothing is written.',
    503: 'The store of the inventory does not answer, or can only be read.',
  },
  handle: async (request, { inventory }) => {
    const { body, by } = readChangeRequest(
      await request.body('rules'),
      ['revision'],
      'POST /v1/inventory/restore',
    );
    const revision = textMember(body, 'revision');
    const access = await inventory.open();
    return json(200, changedBody(await access.restore(revision, by)));
  },
};
