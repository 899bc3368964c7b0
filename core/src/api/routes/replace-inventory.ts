import { InspectorError } from '@inspector/plugin-api';
import { changedBody } from '../inventory/bodies.js';
import { objectMember, readChangeRequest } from '../inventory/change-request.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `PUT /v1/inventory`. */
export const replaceInventory: Route = {
  method: 'PUT',
  path: '/v1/inventory',
  operation: 'replaceInventory',
  summary: 'Replace the inventory for Ansible, if it is still the one the change was made from',
  policy: 'introspection:inventory:change',
  requestBody: {
    required: true,
    description: 'The document, and the revision it was made from.',
    schema: schemaRef('NewInventory'),
  },
  responses: { 200: { description: 'It is stored.', schema: schemaRef('InventoryWritten') } },
  failures: {
    400: 'The document is not valid, or looks as if it had secrets; the message names the places.',
    409: 'The inventory has changed since; nothing is written.',
    413: 'The body or the inventory is too large.',
    503: 'The store of the inventory does not answer, or can only be read.',
  },
  handle: async (request, { inventory }) => {
    const { body, by } = readChangeRequest(
      await request.body('inventory'),
      ['inventory'],
      'PUT /v1/inventory',
    );
    const document = objectMember(body, 'inventory');
    if (by.expected === undefined && by.force !== true) {
      throw new InspectorError(
        'INSP_BAD_REQUEST',
        'Bad request: expected is missing: the revision that the inventory was made from, null where nothing was stored',
      );
    }
    const access = await inventory.open();
    return json(200, changedBody(await access.change(() => document, by)));
  },
};
