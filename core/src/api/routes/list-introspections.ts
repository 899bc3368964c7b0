import { STATES } from '@inspector/plugin-api';
import { introspectionBody } from '../introspection-body.js';
import { listQuery } from '../list-query.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `GET /v1/introspection`. */
export const listIntrospections: Route = {
  method: 'GET',
  path: '/v1/introspection',
  operation: 'listIntrospections',
  summary: 'List introspections, the newest first',
  policy: 'introspection:status',
  isLong: true,
  parameters: [
    {
      name: 'limit',
      in: 'query',
      description: 'Most introspections to answer; 0: as many as one answer may hold.',
      schema: { type: 'integer', minimum: 0 },
    },
    {
      name: 'marker',
      in: 'query',
      description: 'UUID of the last node of the page before.',
      schema: { type: 'string' },
    },
    {
      name: 'state',
      in: 'query',
      description: 'Only introspections in one of these states.',
      schema: { type: 'array', items: { enum: [...STATES] } },
      style: 'form',
      explode: false,
    },
  ],
  responses: { 200: { description: 'A page of introspections.', schema: schemaRef('Introspections') } },
  failures: { 404: 'The marker has no introspection.' },
  handle: async ({ query, links }, { config, records }) => {
    const page = await records.list(listQuery(query, config.apiMaxLimit));
    return json(200, { introspection: page.map((record) => introspectionBody(record, links)) });
  },
};
