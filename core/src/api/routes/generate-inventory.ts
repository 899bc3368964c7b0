import { InspectorError } from '@inspector/plugin-api';
import { member } from '@inspector/plugin-api/ramdisk-data';
import { changedBody } from '../inventory/bodies.js';
import { readChangeRequest } from '../inventory/change-request.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `POST /v1/inventory/generate`. */
export const generateInventory: Route = {
  method: 'POST',
  path: '/v1/inventory/generate',
  operation: 'generateInventory',
  summary: 'Write introspected nodes into the inventory, as `inventory.generate` of the configuration says',
  policy: 'introspection:inventory:change',
  requestBody: {
    required: false,
    description: 'How; without a body, as it is configured.',
    schema: schemaRef('InventoryToGenerate'),
  },
  responses: { 200: { description: 'It has all nodes.', schema: schemaRef('InventoryGenerated') } },
  failures: {
    400: 'The request is not valid, no data are kept, or the options of generation cannot be used.',
    409: 'The inventory has changed since; nothing is written.',
    503: 'The bare metal service or a store does not answer, or can only be read.',
  },
  handle: async (request, { generation }) => {
    const text = await request.body('rules');
    const { body, by } = readChangeRequest(
      text.trim() === '' ? '{}' : text,
      [],
      'POST /v1/inventory/generate',
      ['rename'],
    );
    const rename = member(body, 'rename') ?? false;
    if (typeof rename !== 'boolean')
      throw new InspectorError('INSP_BAD_REQUEST', 'Bad request: rename must be true or false');
    const reason = by.reason === '' ? 'generated from introspected nodes' : by.reason;
    const { nodes, report, ...changed } = await generation.run(rename, { ...by, reason });
    return json(200, { ...changedBody(changed), nodes, ...report });
  },
};
